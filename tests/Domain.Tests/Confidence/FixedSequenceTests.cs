using Pipeline.Domain.Confidence;

namespace Pipeline.Domain.Tests.Confidence;

public sealed class FixedSequenceTests
{
    [Fact]
    public void Fifty_nine_checks_without_an_error_prove_5_percent()
    {
        var test = FixedSequence.Test(Outcomes(59, 0.9, 0), 0.05);
        Assert.Equal((0.5, 59, 0, 0), (test.Threshold, test.Checks, test.Wrong, test.MissingChecks));
        Assert.InRange(test.Bound, 0.0490, 0.05);
    }

    [Fact]
    public void One_check_less_proves_nothing_and_says_that_one_is_missing()
    {
        var test = FixedSequence.Test(Outcomes(58, 0.9, 0), 0.05);
        Assert.Null(test.Threshold);
        Assert.Equal((58, 0, 1), (test.Checks, test.Wrong, test.MissingChecks));
    }

    [Fact]
    public void The_first_failed_level_ends_the_search()
    {
        // At 0.8 the test fails; at 0.6 it would pass again, but may no longer be asked.
        List<ScoredOutcome> outcomes = [.. Outcomes(59, 0.9, 0), .. Outcomes(5, 0.8, 5), .. Outcomes(2000, 0.6, 0)];
        Assert.Equal(0.81, FixedSequence.Test(outcomes, 0.05).Threshold);
    }

    [Fact]
    public void Small_levels_are_skipped_even_with_an_error()
    {
        List<ScoredOutcome> outcomes = [.. Outcomes(10, 0.95, 1), .. Outcomes(110, 0.7, 0)];
        var test = FixedSequence.Test(outcomes, 0.05);
        Assert.Equal((0.5, 120, 1), (test.Threshold, test.Checks, test.Wrong));
    }

    [Theory]
    [InlineData(0, 0.05, 59)]
    [InlineData(0, 0.01, 299)]
    [InlineData(1, 0.05, 93)]
    public void Knows_how_many_checks_a_budget_needs(int wrong, double budget, int checks) =>
        Assert.Equal(checks, FixedSequence.ChecksNeeded(wrong, budget));

    [Fact]
    public void Nothing_proves_nothing()
    {
        var test = FixedSequence.Test([], 0.05);
        Assert.Equal((null, 0, 59, 1.0), (test.Threshold, test.Checks, test.MissingChecks, test.Bound));
    }

    /// <summary>In worlds where the error at each score is known, an accepted share that is truly over the budget is rare: the promise itself.</summary>
    [Fact]
    public void Keeps_its_promise_in_95_of_100_worlds()
    {
        var random = new Deterministic(5);
        var broken = 0;
        const int worlds = 400;
        for (var world = 0; world < worlds; world++)
        {
            // A score s in [0.5, 1) is right with probability s.
            var outcomes = Enumerable.Range(0, 800).Select(i => Draw(random, i)).ToList();
            // Above a threshold t the error is (1 − t) / 2.
            broken += FixedSequence.Test(outcomes, 0.05).Threshold is { } threshold && (1 - threshold) / 2 > 0.05 ? 1 : 0;
        }

        Assert.InRange(broken, 0, worlds * 7 / 100);
    }

    [Fact]
    public void Honesty_counts_proven_and_broken_halves()
    {
        // Right for ever: every half proves, none breaks, all is accepted.
        var honest = BudgetHonesty.Measure([.. Enumerable.Range(0, 200).Select(i => new ScoredOutcome($"{i}", 0.99, true))], 0.05, 50);
        Assert.Equal((50, 50, 0, 1.0), (honest.Splits, honest.Proven, honest.Broken, honest.MeanAccepted));

        // All errors in one document: the half without it proves a threshold that the other breaks.
        var outcomes = Enumerable.Range(0, 200).Select(i => new ScoredOutcome($"{i}", 0.99, true)).Concat(Enumerable.Range(0, 30).Select(_ => new ScoredOutcome("bad", 0.99, false)));
        var broken = BudgetHonesty.Measure([.. outcomes], 0.05, 50);
        Assert.Equal(broken.Proven, broken.Broken);
        Assert.InRange(broken.Broken, 10, 40);
        Assert.Equal(broken, BudgetHonesty.Measure([.. outcomes.Reverse()], 0.05, 50));
    }

    private static ScoredOutcome Draw(Deterministic random, int i)
    {
        var score = 0.5 + (random.Next(1_000_000) / 2_000_000.0);
        return new ScoredOutcome($"{i}", score, random.Next(1_000_000) < score * 1_000_000);
    }

    private static IEnumerable<ScoredOutcome> Many(int count, double score, int wrong) =>
        Enumerable.Range(0, count).Select(i => new ScoredOutcome($"{score}-{i}", score, i >= wrong));

    private static List<ScoredOutcome> Outcomes(int count, double score, int wrong) => [.. Many(count, score, wrong)];
}
