namespace Pipeline.Domain.Normalization;

internal enum TokenKind
{
    Letters,

    /// <summary>ASCII digits: other scripts' digits are <see cref="OtherWord"/>, so they end a number rather than join one.</summary>
    Digits,

    OtherWord,
    Space,
    Mark,
}

/// <summary>A run of letters, digits or spaces, or one other character.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int Length)
{
    public int End => Start + Length;

    public bool IsWord => Kind is TokenKind.Letters or TokenKind.Digits or TokenKind.OtherWord;
}
