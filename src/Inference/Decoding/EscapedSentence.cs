using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Pipeline.Inference.Models;

namespace Pipeline.Inference.Decoding;

/// <summary>A sentence as it stands inside a JSON string, with the places where a value may start and end (extraction.md §4c),
/// the tokens that continue it from each byte, and how few tokens lead from there to a legal end.</summary>
internal sealed class EscapedSentence
{
    /// <summary>From here no legal end can be reached.</summary>
    public const int Unreachable = int.MaxValue / 2;

    // No token writes this byte: it stands in for text that is not valid Unicode, so that no value can cross it.
    private const byte Unwritable = 0xFF;

    private readonly List<byte> _bytes;
    private readonly List<int> _characters;
    private readonly List<bool> _starts;
    private readonly List<bool> _ends;
    // Of all positions, one after another from the last to the first: those of p lie at [_matchesTo[p + 1], _matchesTo[p]).
    private readonly List<TokenMatch> _matches;
    private readonly int[] _matchesTo;
    private readonly int[] _fewestTokens;
    private readonly int[] _fewestAfterOne;

    public EscapedSentence(string text, TokenTrie trie)
    {
        Text = text;
        // A few characters take more than a byte.
        var size = text.Length + 16;
        _bytes = new(size);
        _characters = new(size);
        _starts = new(size);
        _ends = new(size);
        _matches = new(4 * size);
        Escape();
        _matchesTo = new int[Length + 1];
        _fewestTokens = new int[Length + 1];
        _fewestAfterOne = new int[Length];
        _fewestTokens[Length] = IsEnd(Length) ? 0 : Unreachable;
        var found = new List<TokenMatch>();
        for (var p = Length - 1; p >= 0; p--)
        {
            found.Clear();
            trie.Match(Bytes[p..], found);
            AddMatches(p, found);
            _fewestTokens[p] = IsEnd(p) ? 0 : _fewestAfterOne[p];
        }
    }

    public string Text { get; }

    /// <summary>Length in bytes of the escaped form.</summary>
    public int Length => _bytes.Count;

    /// <summary>The escaped form.</summary>
    public ReadOnlySpan<byte> Bytes => CollectionsMarshal.AsSpan(_bytes);

    /// <summary>Tokens that continue the sentence from this byte and still lead to a legal end.</summary>
    public ReadOnlySpan<TokenMatch> MatchesAt(int position) =>
        position < Length ? CollectionsMarshal.AsSpan(_matches)[_matchesTo[position + 1].._matchesTo[position]] : [];

    /// <summary>Fewest tokens from this byte to a legal end, 0 where it is one.</summary>
    public int FewestTokens(int position) => _fewestTokens[position];

    public bool IsStart(int position) => position < _starts.Count && _starts[position];

    public bool IsEnd(int position) => _ends[position];

    /// <summary>The UTF-16 index of the character that starts at this byte, or of the text's end.</summary>
    public int CharacterAt(int position) => _characters[position];

    /// <summary>Byte positions from which a value of at most <paramref name="limit"/> tokens can be written, after character <paramref name="after"/>.</summary>
    public List<int> Starts(int after, int limit)
    {
        var starts = new List<int>();
        AddStarts(after, limit, starts);
        return starts;
    }

    /// <summary>Adds what <see cref="Starts"/> gives, ascending.</summary>
    public void AddStarts(int after, int limit, List<int> starts)
    {
        for (var p = 0; p < Length; p++)
        {
            if (_starts[p] && _characters[p] > after && _fewestAfterOne[p] <= limit)
            {
                starts.Add(p);
            }
        }
    }

    /// <summary>Whether <see cref="Starts"/> gives any.</summary>
    public bool HasStart(int after, int limit)
    {
        for (var p = Length - 1; p >= 0; p--)
        {
            if (_starts[p] && _fewestAfterOne[p] <= limit)
            {
                // The last one decides: no other is at a later character.
                return _characters[p] > after;
            }
        }

        return false;
    }

    /// <summary>The JSON string form of a value, without quotes (extraction.md §4c).</summary>
    public static string Escape(string value)
    {
        var escaped = new StringBuilder(value.Length + 8);
        foreach (var rune in value.EnumerateRunes())
        {
            escaped.Append(EscapeRune(rune));
        }

        return escaped.ToString();
    }

    /// <summary>Keeps those that lead to a legal end.</summary>
    private void AddMatches(int position, List<TokenMatch> found)
    {
        var fewest = Unreachable;
        foreach (var match in found)
        {
            var left = _fewestTokens[position + match.Length];
            if (left < Unreachable)
            {
                _matches.Add(match);
                fewest = Math.Min(fewest, left + 1);
            }
        }

        (_matchesTo[position], _fewestAfterOne[position]) = (_matches.Count, fewest);
    }

    private void Escape()
    {
        var previousIsWord = false;
        var previousIsSpace = true;
        Span<byte> utf8 = stackalloc byte[4];
        for (var i = 0; i < Text.Length;)
        {
            var valid = Rune.TryGetRuneAt(Text, i, out var rune);
            var isWord = valid && IsWord(rune);
            var isSpace = valid && Rune.IsWhiteSpace(rune);
            var inWord = previousIsWord && isWord;
            Mark(i, start: valid && !isSpace && !inWord, end: i > 0 && !inWord && !previousIsSpace);
            if (!valid)
            {
                AddByte(Unwritable);
            }
            else if (rune.Value is < 0x20 or '"' or '\\')
            {
                foreach (var c in EscapeRune(rune))
                {
                    AddByte((byte)c);
                }
            }
            else
            {
                foreach (var b in utf8[..rune.EncodeToUtf8(utf8)])
                {
                    AddByte(b);
                }
            }

            i += valid ? rune.Utf16SequenceLength : 1;
            (previousIsWord, previousIsSpace) = (isWord, isSpace);
        }

        Mark(Text.Length, start: false, end: Text.Length > 0 && !previousIsSpace);
        _starts.RemoveAt(_starts.Count - 1);
    }

    private void Mark(int character, bool start, bool end)
    {
        _characters.Add(character);
        _starts.Add(start);
        _ends.Add(end);
    }

    private void AddByte(byte value)
    {
        // Marks were made for a character's first byte; the bytes after it are neither start nor end.
        if (_bytes.Count == _characters.Count)
        {
            Mark(-1, start: false, end: false);
        }

        _bytes.Add(value);
    }

    /// <summary>Letters and numbers: a value neither starts nor ends between two of them.</summary>
    internal static bool IsWord(Rune rune) => Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    private static string EscapeRune(Rune rune) => rune.Value switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\f' => "\\f",
        '\r' => "\\r",
        < 0x20 => string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
        _ => rune.ToString(),
    };
}
