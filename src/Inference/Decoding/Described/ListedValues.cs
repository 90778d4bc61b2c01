using System.Text;
using Pipeline.Inference.Models;

namespace Pipeline.Inference.Decoding.Described;

/// <summary>The offered spans of one kind or the options of a choice, each text once, written one after another with a byte between them that no token has.
/// All that begin with what is written stay possible, as in a trie.</summary>
internal sealed class ListedValues : ValueSpace
{
    private readonly byte[] _bytes;
    private readonly int[] _fewest;
    private readonly Dictionary<int, ValuePlace> _byEnd;

    private ListedValues(byte[] bytes, int[] fewest, Dictionary<int, ValuePlace> byEnd) => (_bytes, _fewest, _byEnd) = (bytes, fewest, byEnd);

    public override int Length => _bytes.Length;

    /// <param name="spans">In order; of equal texts the first stands.</param>
    /// <param name="text">The sentence.</param>
    /// <param name="trie">The vocabulary, which may be unable to write some of them.</param>
    /// <param name="limit">Most tokens of a value.</param>
    public static ListedValues Spans(IEnumerable<OfferedSpan> spans, string text, TokenTrie trie, int limit) =>
        Of(spans.Where(s => s.Length > 0 && s.Start >= 0 && s.Start + s.Length <= text.Length).Select(s => (text.Substring(s.Start, s.Length), ValuePlace.Span(s.Start, s.Length))), trie, limit);

    /// <param name="options">Each once.</param>
    /// <param name="after">Only those after this index.</param>
    /// <param name="trie">The vocabulary.</param>
    /// <param name="limit">Most tokens of a value.</param>
    public static ListedValues Options(IReadOnlyList<string> options, int after, TokenTrie trie, int limit) =>
        Of(options.Select((option, i) => (option, ValuePlace.Chosen(i))).Skip(after + 1), trie, limit);

    /// <summary>Whether a value is offered at all: valid Unicode that the vocabulary writes within the limit.</summary>
    public static bool Writes(string value, TokenTrie trie, int limit) => IsText(value) && Spelling.Fewest(Bytes(value), trie)[0] <= limit;

    public override byte ByteAt(int position) => _bytes[position];

    public override bool IsEnd(int position) => _byEnd.ContainsKey(position);

    public override int FewestTokens(int position) => _fewest[position];

    public override ValuePlace Place(int end, int bytes) => _byEnd[end];

    private static ListedValues Of(IEnumerable<(string Text, ValuePlace Place)> values, TokenTrie trie, int limit)
    {
        var bytes = new List<byte>();
        var fewest = new List<int>();
        var starts = new List<int>();
        var byEnd = new Dictionary<int, ValuePlace>();
        foreach (var (text, place) in values.Where(v => IsText(v.Text)).DistinctBy(v => v.Text))
        {
            var value = Bytes(text);
            var tokens = Spelling.Fewest(value, trie);
            if (tokens[0] > limit)
            {
                continue;
            }

            starts.Add(bytes.Count);
            byEnd.Add(bytes.Count + value.Length, place);
            bytes.AddRange(value);
            bytes.Add(Unwritable);
            fewest.AddRange(tokens);
        }

        return new ListedValues([.. bytes], [.. fewest], byEnd) { Starts = [.. starts] };
    }

    private static byte[] Bytes(string value) => Encoding.UTF8.GetBytes(EscapedSentence.Escape(value));

    /// <summary>Not empty, and valid Unicode.</summary>
    private static bool IsText(string text)
    {
        var value = text.AsSpan();
        while (!value.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(value, out _, out var consumed) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            value = value[consumed..];
        }

        return text.Length > 0;
    }
}
