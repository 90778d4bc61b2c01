using System.Text;
using Pipeline.Inference.Models;

namespace Pipeline.Inference.Decoding.Described;

/// <summary>The offered spans of one kind, each text once, written one after another with a byte between them that no token has.</summary>
internal sealed class TypedValues : ValueSpace
{
    private readonly byte[] _bytes;
    private readonly int[] _fewest;
    private readonly Dictionary<int, OfferedSpan> _byEnd;

    private TypedValues(byte[] bytes, int[] fewest, Dictionary<int, OfferedSpan> byEnd) => (_bytes, _fewest, _byEnd) = (bytes, fewest, byEnd);

    public override int Length => _bytes.Length;

    /// <param name="spans">In order; of equal texts the first stands.</param>
    /// <param name="text">The sentence.</param>
    /// <param name="trie">The vocabulary, which may be unable to write some of them.</param>
    /// <param name="limit">Most tokens of a value.</param>
    public static TypedValues Of(IEnumerable<OfferedSpan> spans, string text, TokenTrie trie, int limit)
    {
        var bytes = new List<byte>();
        var fewest = new List<int>();
        var starts = new List<int>();
        var byEnd = new Dictionary<int, OfferedSpan>();
        foreach (var span in spans.Where(s => IsValid(text, s)).DistinctBy(s => text.Substring(s.Start, s.Length)))
        {
            var value = Encoding.UTF8.GetBytes(EscapedSentence.Escape(text.Substring(span.Start, span.Length)));
            var tokens = Spelling.Fewest(value, trie);
            if (tokens[0] > limit)
            {
                continue;
            }

            starts.Add(bytes.Count);
            byEnd.Add(bytes.Count + value.Length, span);
            bytes.AddRange(value);
            bytes.Add(Unwritable);
            fewest.AddRange(tokens);
        }

        return new TypedValues([.. bytes], [.. fewest], byEnd) { Starts = [.. starts] };
    }

    public override byte ByteAt(int position) => _bytes[position];

    public override bool IsEnd(int position) => _byEnd.ContainsKey(position);

    public override int FewestTokens(int position) => _fewest[position];

    public override (int Start, int Length) Span(int end, int bytes) => (_byEnd[end].Start, _byEnd[end].Length);

    /// <summary>Within the sentence, and valid Unicode.</summary>
    private static bool IsValid(string text, OfferedSpan span)
    {
        if (span.Length <= 0 || span.Start < 0 || span.Start + span.Length > text.Length)
        {
            return false;
        }

        var value = text.AsSpan(span.Start, span.Length);
        while (!value.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(value, out _, out var consumed) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            value = value[consumed..];
        }

        return true;
    }
}
