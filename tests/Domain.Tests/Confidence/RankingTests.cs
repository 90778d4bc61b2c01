using Pipeline.Domain.Confidence;

namespace Pipeline.Domain.Tests.Confidence;

public sealed class RankingTests
{
    [Fact]
    public void Auroc_is_the_share_of_pairs_in_order_and_ties_count_half()
    {
        var random = new Deterministic(3);
        for (var round = 0; round < 20; round++)
        {
            var outcomes = Enumerable.Range(0, 40).Select(i => new ScoredOutcome($"{i}", random.Next(12) / 12.0, random.Next(3) > 0)).ToList();
            var pairs = from r in outcomes where r.Right from w in outcomes where !w.Right select r.Score > w.Score ? 1.0 : r.Score == w.Score ? 0.5 : 0;
            Assert.Equal(pairs.Average(), Ranking.Auroc(outcomes), 12);
        }
    }

    [Fact]
    public void Auroc_of_one_kind_is_no_number() =>
        Assert.True(double.IsNaN(Ranking.Auroc([new ScoredOutcome("a", 0.5, true)])));

    [Fact]
    public void Ten_bins_of_equal_count_give_the_error()
    {
        // Scores 0.05, 0.15 … 0.95, ten of each, of which none to nine are right: every bin is off by 0.05.
        var outcomes = from bin in Enumerable.Range(0, 10) from i in Enumerable.Range(0, 10) select new ScoredOutcome($"{bin}-{i}", (bin / 10.0) + 0.05, i < bin);
        Assert.Equal(0.05, Ranking.CalibrationError([.. outcomes]), 12);
        Assert.Equal(10, Ranking.Reliability([.. outcomes]).Count);
    }

    [Fact]
    public void The_order_of_tied_scores_does_not_matter()
    {
        var outcomes = Enumerable.Range(0, 33).Select(i => new ScoredOutcome($"{i}", 0.5, i % 3 == 0)).ToArray();
        var error = Ranking.CalibrationError(outcomes);
        new Deterministic(1).Shuffle(outcomes);
        Assert.Equal(error, Ranking.CalibrationError(outcomes), 15);
    }

    [Fact]
    public void Fewer_outcomes_than_bins_are_a_bin_each() =>
        Assert.Equal([1, 1, 1], Ranking.Reliability([.. Enumerable.Range(0, 3).Select(i => new ScoredOutcome("d", i, true))]).Select(bin => bin.Count));

    [Fact]
    public void An_interval_by_documents_is_wider_than_one_by_values()
    {
        // Twenty values that agree within their document carry no more than ten documents do.
        var outcomes = Enumerable.Range(0, 200).Select(i => new ScoredOutcome($"{i / 20}", 1, i / 20 % 2 == 0)).ToList();
        double Share(IReadOnlyList<ScoredOutcome> sample) => (double)sample.Count(outcome => outcome.Right) / sample.Count;
        var together = DocumentBootstrap.Of(outcomes, outcome => outcome.Document, Share)!;
        var apart = DocumentBootstrap.Of(outcomes.Select((outcome, i) => outcome with { Document = $"{i}" }), outcome => outcome.Document, Share)!;
        Assert.InRange(together.High - together.Low, 0.45, 0.75);
        Assert.InRange(apart.High - apart.Low, 0.1, 0.17);
    }
}
