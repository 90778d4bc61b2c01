using Pipeline.Domain.Segmentation;

namespace Pipeline.Domain.Grounding;

/// <summary>Finds where a sentence, or a span of it, stands on the pages: one entry per page, one box per line.
/// A span that starts or ends inside a word takes the whole word's box: letters have no boxes of their own, and a guessed part could miss some.</summary>
public static class EvidenceLocator
{
    /// <summary>The whole sentence is the evidence (clauses).</summary>
    public static IReadOnlyList<Results.Evidence> Locate(Sentence sentence) => Entries(sentence, 0, sentence.Text.Length, null);

    /// <param name="start">First UTF-16 unit of the span in the sentence's text.</param>
    /// <param name="length">UTF-16 units of the span, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The span is empty, or does not lie within the sentence.</exception>
    /// <exception cref="ArgumentException">The span covers the space between two words only, which stands nowhere.</exception>
    public static IReadOnlyList<Results.Evidence> Locate(Sentence sentence, int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, sentence.Text.Length - start);
        var entries = Entries(sentence, start, start + length, [start, start + length]);
        return entries.Count > 0 ? entries : throw new ArgumentException("The span holds no character of a word.", nameof(start));
    }

    private static List<Results.Evidence> Entries(Sentence sentence, int start, int end, int[]? span) =>
        [.. Covered(sentence, start, end)
            .GroupBy(reference => reference.Page)
            .Select(page => new Results.Evidence(page.Key, sentence.Text, span, Lines(page)))];

    private static IEnumerable<WordReference> Covered(Sentence sentence, int start, int end)
    {
        var at = 0;
        foreach (var reference in sentence.Words)
        {
            var stop = at + reference.Word.Text.Length;
            if (at < end && stop > start)
            {
                yield return reference;
            }

            at = stop + 1;
        }
    }

    // Words of formats without geometry have no box: their evidence is the quote and the page.
    private static List<double[]> Lines(IEnumerable<WordReference> words) =>
        [.. words
            .Where(reference => reference.Word.Box is not null)
            .GroupBy(reference => (reference.Block, reference.Word.Line), reference => reference.Word.Box!.Value)
            .Select(line => line.Aggregate((first, second) => first.Union(second)))
            .Select(box => new[] { box.X0, box.Y0, box.X1, box.Y1 })];
}
