namespace Pipeline.Domain.Confidence;

/// <summary>How well a confidence tells right from wrong, and how well it means what it says.</summary>
public static class Ranking
{
    private const int Bins = 10;

    /// <summary>The share of (right, wrong) pairs that the score orders well, ties counting half (Mann and Whitney 1947); NaN where one of the two is missing.</summary>
    public static double Auroc(IReadOnlyCollection<ScoredOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        var sorted = outcomes.OrderBy(outcome => outcome.Score).ToArray();
        var right = sorted.Count(outcome => outcome.Right);
        var wrong = sorted.Length - right;
        if (right == 0 || wrong == 0)
        {
            return double.NaN;
        }

        var ranks = 0.0;
        for (var from = 0; from < sorted.Length;)
        {
            var to = from;
            var ties = 0;
            while (to < sorted.Length && sorted[to].Score == sorted[from].Score)
            {
                ties += sorted[to].Right ? 1 : 0;
                to++;
            }

            // Ranks from + 1 … to share their mean.
            ranks += ties * ((from + to + 1) / 2.0);
            from = to;
        }

        return (ranks - (right * (right + 1) / 2.0)) / ((double)right * wrong);
    }

    /// <summary>Expected calibration error with 10 bins of equal count: the mean gap between the mean score and the share of right ones, weighted by count.</summary>
    public static double CalibrationError(IReadOnlyCollection<ScoredOutcome> outcomes) =>
        Reliability(outcomes) is { Count: > 0 } bins ? bins.Sum(bin => bin.Count * Math.Abs(bin.MeanScore - bin.ShareRight)) / outcomes.Count : double.NaN;

    /// <summary>The bins behind <see cref="CalibrationError"/>, lowest score first.</summary>
    public static IReadOnlyList<ReliabilityBin> Reliability(IReadOnlyCollection<ScoredOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        // Ties fall by document, not by outcome: the order of the input must not matter.
        var sorted = outcomes.OrderBy(outcome => outcome.Score).ThenBy(outcome => outcome.Document, StringComparer.Ordinal).ThenBy(outcome => outcome.Right).ToArray();
        var bins = new List<ReliabilityBin>(Bins);
        for (var bin = 0; bin < Bins; bin++)
        {
            var part = sorted[(sorted.Length * bin / Bins)..(sorted.Length * (bin + 1) / Bins)];
            if (part.Length > 0)
            {
                bins.Add(new ReliabilityBin(part.Length, part.Average(outcome => outcome.Score), (double)part.Count(outcome => outcome.Right) / part.Length));
            }
        }

        return bins;
    }
}
