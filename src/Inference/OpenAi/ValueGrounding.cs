using System.Text;
using Pipeline.Inference.Decoding;

namespace Pipeline.Inference.OpenAi;

/// <summary>Finds a value in its sentence by the rules of the grammar (extraction.md §4c): word for word, from the start of a word to the end of one, and the first place of several.</summary>
internal static class ValueGrounding
{
    /// <summary>Start and length in the text; null where the value does not stand in it.</summary>
    public static (int Start, int Length)? Find(string text, string value)
    {
        var wanted = value.Trim();
        if (wanted.Length == 0)
        {
            return null;
        }

        for (var start = text.IndexOf(wanted, StringComparison.Ordinal); start >= 0; start = text.IndexOf(wanted, start + 1, StringComparison.Ordinal))
        {
            if (IsEdge(text, start) && IsEdge(text, start + wanted.Length))
            {
                return (start, wanted.Length);
            }
        }

        return null;
    }

    /// <summary>A typed value as its field may take it: the offered span that the place is, or the only one that lies in it.</summary>
    /// <returns>The place itself where no offered span is meant: it has no normal form then, and a person looks.</returns>
    public static (int Start, int Length) Offered(IEnumerable<OfferedSpan> spans, string kind, (int Start, int Length) place)
    {
        var inside = spans.Where(span => span.Kind == kind && span.Start >= place.Start && span.Start + span.Length <= place.Start + place.Length).ToArray();
        return inside is [var only] ? (only.Start, only.Length) : place;
    }

    private static bool IsEdge(string text, int place) => place == 0 || place == text.Length || !(IsWord(text, place - 1) && IsWord(text, place));

    private static bool IsWord(string text, int index)
    {
        var at = char.IsLowSurrogate(text[index]) && index > 0 ? index - 1 : index;
        return Rune.TryGetRuneAt(text, at, out var rune) && EscapedSentence.IsWord(rune);
    }
}
