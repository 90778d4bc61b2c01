using System.Globalization;
using System.Text;

namespace Pipeline.Domain.Normalization;

/// <summary>A sentence cut into tokens in one pass. The finders look at most a few tokens ahead of each, so their time is linear in the sentence whatever it holds.</summary>
internal sealed class TokenLine
{
    private readonly List<Token> _tokens = [];

    public TokenLine(string text)
    {
        Text = text;
        var at = 0;
        while (at < text.Length)
        {
            // A lone surrogate has no category of a word: it is a mark of one unit.
            _ = Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
            Add(Classify(rune), at, length);
            at += length;
        }
    }

    public string Text { get; }

    public int Count => _tokens.Count;

    /// <summary>The token at an index; past the end a mark of no length, which matches nothing.</summary>
    public Token this[int index] =>
        index >= 0 && index < _tokens.Count ? _tokens[index] : new Token(TokenKind.Mark, Text.Length, 0);

    public ReadOnlySpan<char> Span(int index) => Text.AsSpan(this[index].Start, this[index].Length);

    public bool Is(int index, char mark)
    {
        var token = this[index];
        return token.Kind == TokenKind.Mark && token.Length == 1 && Text[token.Start] == mark;
    }

    public bool IsWord(int index, string word) =>
        this[index].Kind == TokenKind.Letters && Span(index).Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>A number of 1 to <paramref name="most"/> digits.</summary>
    public bool IsNumber(int index, int least, int most, out int number)
    {
        var token = this[index];
        number = 0;
        return token.Kind == TokenKind.Digits && token.Length >= least && token.Length <= most
            && int.TryParse(Span(index), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    public int SkipSpace(int index) => this[index].Kind == TokenKind.Space ? index + 1 : index;

    /// <summary>Whether a value may end before this token: not in the middle of a word (extraction.md §4c).</summary>
    public bool EndsBefore(int index) => !this[index].IsWord;

    private void Add(TokenKind kind, int start, int length)
    {
        if (kind != TokenKind.Mark && _tokens.Count > 0 && _tokens[^1].Kind == kind)
        {
            _tokens[^1] = _tokens[^1] with { Length = _tokens[^1].Length + length };
            return;
        }

        _tokens.Add(new Token(kind, start, length));
    }

    private static TokenKind Classify(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        _ when rune.Value is >= '0' and <= '9' => TokenKind.Digits,
        _ when Rune.IsWhiteSpace(rune) => TokenKind.Space,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => TokenKind.OtherWord,
        _ when Rune.IsLetter(rune) => TokenKind.Letters,
        _ => TokenKind.Mark,
    };
}
