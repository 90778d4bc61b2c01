namespace Pipeline.Domain.Confidence;

/// <summary>
/// Finds a threshold that keeps an error budget, by fixed-sequence testing (Angelopoulos et al., Learn then Test, 2021): down a fixed grid, levels that are too small to pass even
/// without an error are skipped, and the first failed test ends the search. Taking the lowest level that passes would break the promise.
/// </summary>
public static class FixedSequence
{
    private const double Level = 0.95;
    private const int Highest = 99;
    private const int Lowest = 50;

    // The search for missing checks ends here: beyond it, the level is no neighbour of the budget.
    private const int MostMissing = 100_000;

    public static ThresholdTest Test(IReadOnlyCollection<ScoredOutcome> outcomes, double budget)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(budget);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(budget, 1);
        var sorted = outcomes.OrderByDescending(outcome => outcome.Score).ToArray();
        var least = ChecksNeeded(0, budget);
        (double Threshold, int Checks, int Wrong)? passed = null;
        var tried = new List<(int Checks, int Wrong)>();
        int n = 0, wrong = 0;
        for (var percent = Highest; percent >= Lowest; percent--)
        {
            var threshold = percent / 100.0;
            while (n < sorted.Length && sorted[n].Score >= threshold)
            {
                wrong += sorted[n].Right ? 0 : 1;
                n++;
            }

            if (n < least)
            {
                tried.Add((n, wrong));
                continue;
            }

            if (!Proportion.IsAtMost(budget, wrong, n, Level))
            {
                tried.Add((n, wrong));
                break;
            }

            passed = (threshold, n, wrong);
        }

        return passed is { } found
            ? new ThresholdTest(budget, found.Threshold, found.Checks, found.Wrong, Proportion.UpperBound(found.Wrong, found.Checks, Level), 0)
            : Nearest(tried, budget);
    }

    /// <summary>The least n whose upper bound is within the budget with that many wrong: 59 at 5 % and 299 at 1 % without an error.</summary>
    public static int ChecksNeeded(int wrong, double budget)
    {
        int low = wrong, high = MostMissing;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (Proportion.IsAtMost(budget, wrong, middle, Level))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private static ThresholdTest Nearest(List<(int Checks, int Wrong)> tried, double budget)
    {
        var (checks, wrong) = tried.Distinct().MinBy(level => ChecksNeeded(level.Wrong, budget) - level.Checks);
        return new ThresholdTest(budget, null, checks, wrong, Proportion.UpperBound(wrong, checks, Level), ChecksNeeded(wrong, budget) - checks);
    }
}
