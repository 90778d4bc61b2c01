using Pipeline.Domain.Confidence;

namespace Pipeline.Domain.Evaluation;

/// <summary>Precision over recall by falling confidence.</summary>
public static class PrecisionRecall
{
    /// <param name="outcomes">Values and candidates.</param>
    /// <param name="expected">Answers that there are to find.</param>
    public static IReadOnlyList<CurvePoint> Of(IEnumerable<ScoredOutcome> outcomes, int expected)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        var points = new List<CurvePoint>();
        int n = 0, right = 0;
        foreach (var outcome in outcomes.OrderByDescending(outcome => outcome.Score))
        {
            n++;
            right += outcome.Right ? 1 : 0;
            points.Add(new CurvePoint(Math.Min(1, (double)right / Math.Max(1, expected)), (double)right / n));
        }

        return points;
    }
}
