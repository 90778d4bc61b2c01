namespace Pipeline.Domain.Evaluation;

/// <summary>When a prediction matches an annotated span of CUAD: the rule of the normative script.</summary>
public static class CuadMatch
{
    /// <summary>Runs of a–z and 0–9 of the text in lower case.</summary>
    public static IReadOnlyList<string> Words(string text)
    {
        var lower = KleisterFold.Lower(text);
        var words = new List<string>();
        var start = -1;
        for (var i = 0; i <= lower.Length; i++)
        {
            var isWord = i < lower.Length && lower[i] is (>= 'a' and <= 'z') or (>= '0' and <= '9');
            if (isWord && start < 0)
            {
                start = i;
            }
            else if (!isWord && start >= 0)
            {
                words.Add(lower[start..i]);
                start = -1;
            }
        }

        return words;
    }

    /// <summary>Half of all different words are shared, or the prediction lies within a longer span and is at least a quarter of it.</summary>
    public static bool Matches(IReadOnlyList<string> prediction, IReadOnlyList<string> span)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(span);
        var said = prediction.ToHashSet(StringComparer.Ordinal);
        var gold = span.ToHashSet(StringComparer.Ordinal);
        var shared = said.Count(gold.Contains);
        var overlap = (double)shared / Math.Max(1, said.Count + gold.Count - shared);
        return overlap >= 0.5 || (prediction.Count >= 4 && span.Count > prediction.Count && overlap >= 0.25 && shared == said.Count);
    }

    /// <summary>The spans (their indices) that a value matches by one of its quotes or by its text.</summary>
    public static IReadOnlyList<int> Spans(IEnumerable<string> texts, IReadOnlyList<IReadOnlyList<string>> spans)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(spans);
        var predictions = texts.Where(text => text.Length > 0).Select(Words).ToList();
        return [.. Enumerable.Range(0, spans.Count).Where(i => predictions.Any(words => Matches(words, spans[i])))];
    }
}
