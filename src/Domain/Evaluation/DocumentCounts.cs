namespace Pipeline.Domain.Evaluation;

/// <summary>What a score counted in one document: values right and wrong, and how many of the expected ones were matched. Two runs are compared by these.</summary>
public sealed record DocumentCounts(string Document, int Right, int Wrong, int Matched, int Expected)
{
    /// <summary>Micro F1 over documents; 0 where nothing is right.</summary>
    public static double F1(IEnumerable<DocumentCounts> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        int right = 0, wrong = 0, matched = 0, expected = 0;
        foreach (var document in documents)
        {
            right += document.Right;
            wrong += document.Wrong;
            matched += document.Matched;
            expected += document.Expected;
        }

        var precision = (double)right / Math.Max(1, right + wrong);
        var recall = (double)matched / Math.Max(1, expected);
        return 2 * precision * recall / Math.Max(1e-9, precision + recall);
    }
}
