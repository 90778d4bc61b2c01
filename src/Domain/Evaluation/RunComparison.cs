using Pipeline.Domain.Confidence;

namespace Pipeline.Domain.Evaluation;

/// <summary>Two runs over the same documents.</summary>
/// <param name="Difference">Of micro F1, this run's less the other's, over the documents of both.</param>
/// <param name="Interval">95 % by paired bootstrap: each resample draws a document with its counts of both runs.</param>
public sealed record RunComparison(int Documents, double Difference, Interval Interval)
{
    /// <summary>The whole interval lies below zero.</summary>
    public bool IsWorse => Interval.High < 0;

    /// <returns>Null where the runs have no document in common.</returns>
    public static RunComparison? Of(IEnumerable<DocumentCounts> run, IEnumerable<DocumentCounts> other)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(other);
        var pairs = run.Join(other, counts => counts.Document, counts => counts.Document, (left, right) => (Left: left, Right: right), StringComparer.Ordinal).ToList();
        return DocumentBootstrap.Of(pairs, pair => pair.Left.Document, Gain) is { } interval
            ? new RunComparison(pairs.Count, Gain(pairs), interval)
            : null;
    }

    private static double Gain(IReadOnlyList<(DocumentCounts Left, DocumentCounts Right)> pairs) =>
        DocumentCounts.F1(pairs.Select(pair => pair.Left)) - DocumentCounts.F1(pairs.Select(pair => pair.Right));
}
