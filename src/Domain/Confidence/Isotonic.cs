namespace Pipeline.Domain.Confidence;

/// <summary>A rising step function fitted by pooling adjacent violators (Ayer et al. 1955), read with straight lines between the pools.</summary>
public sealed record Isotonic(IReadOnlyList<CurveKnot> Knots)
{
    public static Isotonic Fit(IEnumerable<ScoredOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        var pools = new List<(double Score, double Right, int Count)>();
        // Equal scores are one pool from the start, whatever the order of the input.
        foreach (var tie in outcomes.GroupBy(outcome => outcome.Score).OrderBy(group => group.Key))
        {
            pools.Add((tie.Key, tie.Count(outcome => outcome.Right), tie.Count()));
            while (pools.Count > 1 && pools[^2].Right / pools[^2].Count >= pools[^1].Right / pools[^1].Count)
            {
                var (left, right) = (pools[^2], pools[^1]);
                pools.RemoveRange(pools.Count - 2, 2);
                var count = left.Count + right.Count;
                pools.Add((((left.Score * left.Count) + (right.Score * right.Count)) / count, left.Right + right.Right, count));
            }
        }

        // So few outcomes never say 0 or 1.
        var least = 1.0 / (pools.Sum(pool => pool.Count) + 2);
        return new Isotonic([.. pools.Select(pool => new CurveKnot(pool.Score, Math.Clamp(pool.Right / pool.Count, least, 1 - least)))]);
    }

    public double At(double score)
    {
        if (Knots.Count == 0)
        {
            return score;
        }

        var next = 0;
        while (next < Knots.Count && Knots[next].Score < score)
        {
            next++;
        }

        if (next == 0 || next == Knots.Count)
        {
            return Knots[next == 0 ? 0 : ^1].Probability;
        }

        var (left, right) = (Knots[next - 1], Knots[next]);
        return left.Probability + ((right.Probability - left.Probability) * (score - left.Score) / (right.Score - left.Score));
    }
}
