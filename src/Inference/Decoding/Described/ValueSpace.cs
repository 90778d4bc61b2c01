namespace Pipeline.Inference.Decoding.Described;

/// <summary>The values that a finding may take: bytes with places where one may start and end. A value that is being written is a set of positions in them.</summary>
internal abstract class ValueSpace
{
    /// <summary>A byte that no token has: no value crosses it.</summary>
    public const byte Unwritable = 0xFF;

    /// <summary>Where a value may start and still reach a legal end within the token limit.</summary>
    public required int[] Starts { get; init; }

    public abstract int Length { get; }

    public abstract byte ByteAt(int position);

    public abstract bool IsEnd(int position);

    /// <summary>Fewest tokens from here to a legal end, 0 where it is one; <see cref="EscapedSentence.Unreachable"/> where there is none.</summary>
    public abstract int FewestTokens(int position);

    /// <summary>What a value is that ends here after so many bytes.</summary>
    public abstract ValuePlace Place(int end, int bytes);
}
