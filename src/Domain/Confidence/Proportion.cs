namespace Pipeline.Domain.Confidence;

/// <summary>Intervals of a share, of <c>count</c> in <c>n</c> independent trials.</summary>
public static class Proportion
{
    /// <summary>The exact two-sided interval of Clopper and Pearson (Biometrika 1934).</summary>
    public static Interval ClopperPearson(int count, int n, double level = 0.95)
    {
        Check(count, n);
        var tail = (1 - level) / 2;
        return new Interval(
            count == 0 ? 0 : IncompleteBeta.Inverse(tail, count, n - count + 1),
            count == n ? 1 : IncompleteBeta.Inverse(1 - tail, count + 1, n - count));
    }

    /// <summary>The exact one-sided upper bound: with this confidence the share is not over it. 1 where nothing was tried.</summary>
    public static double UpperBound(int count, int n, double level = 0.95)
    {
        Check(count, n);
        return count == n ? 1 : IncompleteBeta.Inverse(level, count + 1, n - count);
    }

    /// <summary>Whether <see cref="UpperBound"/> is at most <paramref name="share"/>, by one evaluation instead of a search.</summary>
    public static bool IsAtMost(double share, int count, int n, double level = 0.95)
    {
        Check(count, n);
        return count < n && IncompleteBeta.At(share, count + 1, n - count) >= level;
    }

    /// <summary>The score interval of Wilson (JASA 1927), near its level also for small n.</summary>
    public static Interval Wilson(int count, int n)
    {
        Check(count, n);
        if (n == 0)
        {
            return new Interval(0, 1);
        }

        const double z = 1.959963984540054;
        var share = (double)count / n;
        var centre = share + (z * z / (2 * n));
        var half = z * Math.Sqrt((share * (1 - share) / n) + (z * z / (4.0 * n * n)));
        var scale = 1 + (z * z / n);
        return new Interval(Math.Max(0, (centre - half) / scale), Math.Min(1, (centre + half) / scale));
    }

    private static void Check(int count, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, n);
    }
}
