using Pipeline.Domain.Confidence;

namespace Pipeline.Domain.Tests.Confidence;

public sealed class ProportionTests
{
    [Theory]
    [InlineData(0, 10, 0, 0.308497)] // 1 − 0.025^(1/10)
    [InlineData(10, 10, 0.691503, 1)]
    [InlineData(1, 10, 0.002529, 0.445016)]
    [InlineData(5, 10, 0.187086, 0.812914)]
    public void Clopper_and_Pearson_give_the_tabled_interval(int count, int n, double low, double high)
    {
        var interval = Proportion.ClopperPearson(count, n);
        Assert.Equal(low, interval.Low, 5);
        Assert.Equal(high, interval.High, 5);
    }

    [Theory]
    [InlineData(0, 59, true)]
    [InlineData(0, 58, false)]
    [InlineData(1, 93, true)] // the known sample sizes of 95/95 acceptance sampling
    [InlineData(1, 92, false)]
    [InlineData(2, 124, true)]
    [InlineData(2, 123, false)]
    [InlineData(0, 0, false)]
    public void The_upper_bound_gets_within_5_percent_at_the_known_sizes(int wrong, int n, bool within)
    {
        Assert.Equal(within, Proportion.UpperBound(wrong, n) <= 0.05);
        Assert.Equal(within, Proportion.IsAtMost(0.05, wrong, n));
    }

    [Theory]
    [InlineData(0, 10, 0, 0.277533)]
    [InlineData(5, 10, 0.236593, 0.763407)]
    [InlineData(81, 263, 0.255294, 0.366166)] // Newcombe 1998, table I, gives 0.2553 to 0.3662
    public void Wilson_gives_the_published_interval(int count, int n, double low, double high)
    {
        var interval = Proportion.Wilson(count, n);
        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
    }

    [Fact]
    public void The_bound_is_over_the_share_in_95_of_100_worlds()
    {
        var random = new Deterministic(7);
        var covered = 0;
        for (var world = 0; world < 2000; world++)
        {
            var wrong = Enumerable.Range(0, 120).Count(_ => random.Next(100) < 7);
            covered += Proportion.UpperBound(wrong, 120) >= 0.07 ? 1 : 0;
        }

        Assert.InRange(covered, 1900, 2000);
    }

    [Fact]
    public void More_hits_than_trials_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportion.UpperBound(3, 2));
}
