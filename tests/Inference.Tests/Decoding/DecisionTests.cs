using Pipeline.Inference.Decoding;
using Pipeline.Inference.Models;

namespace Pipeline.Inference.Tests.Decoding;

public sealed class DecisionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(100)]
    public void Probabilities_are_a_softmax_over_the_allowed_tokens(double scale)
    {
        var random = new Random(7);
        // Not a multiple of the width that sums are made in.
        var logits = Enumerable.Range(0, 49_152 + 13).Select(_ => (float)(scale * (random.NextDouble() - 0.5))).ToArray();
        for (var round = 0; round < 20; round++)
        {
            var tokens = Enumerable.Range(0, 1 + random.Next(30)).Select(_ => random.Next(logits.Length)).Distinct().ToArray();

            var decision = Decide(logits, tokens);

            var max = logits.Max(l => (double)l);
            var allowed = tokens.Sum(t => Math.Exp(logits[t] - max));
            for (var i = 0; i < tokens.Length; i++)
            {
                Assert.Equal(Math.Log(Math.Exp(logits[tokens[i]] - max) / allowed), decision.LogProbabilities[i], 9);
            }

            Assert.Equal(allowed / logits.Sum(l => Math.Exp(l - max)), decision.AllowedMass, 5);
            Assert.Equal(tokens.Max(t => logits[t]), logits[tokens[decision.Best]]);
            var ordered = decision.LogProbabilities.ToArray().Select(Math.Exp).OrderDescending().Append(0).ToArray();
            Assert.Equal(ordered[0] - ordered[1], decision.Margin, 9);
        }
    }

    [Fact]
    public void Ties_go_to_the_first_option()
    {
        var decision = Decide([3, 1, 3, 3], [1, 3, 0, 2]);

        Assert.Equal(1, decision.Best);
        Assert.Equal(0, decision.Margin, 12);
    }

    [Fact]
    public void A_single_option_is_certain_whatever_the_model_wants()
    {
        var decision = Decide([50, -50], [1]);

        Assert.Equal((0.0, 1.0), (decision.BestLogProbability, decision.Margin));
        Assert.InRange(decision.AllowedMass, 0, 1e-40);
    }

    [Fact]
    public void An_impossible_token_has_no_share()
    {
        var decision = Decide([float.NegativeInfinity, 2, 2], [0, 1, 2]);

        Assert.Equal(1, decision.Best);
        Assert.Equal(double.NegativeInfinity, decision.LogProbabilities[0]);
        Assert.Equal(Math.Log(0.5), decision.LogProbabilities[1], 12);
        Assert.Equal(1, decision.AllowedMass, 6);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(float.PositiveInfinity)]
    public void Logits_that_are_no_numbers_stop_the_engine_instead_of_reading_as_nothing(float broken)
    {
        Assert.Throws<EngineStepException>(() => Decide([broken, broken, 1], [0, 1]).Best);
        Assert.Throws<EngineStepException>(() => Decision.Between([broken, broken], 0, 1));
    }

    [Fact]
    public void Extreme_logits_stay_finite()
    {
        var decision = Decide([float.MaxValue, float.MinValue, 0], [0, 1, 2]);

        Assert.Equal(0, decision.BestLogProbability);
        Assert.All(decision.LogProbabilities.ToArray(), p => Assert.True(double.IsFinite(p)));
        Assert.Equal(0, Decision.Between([float.MinValue, float.MaxValue], 0, 1));
        Assert.Equal(0.5, Decision.Between([4, 4], 0, 1));
    }

    [Fact]
    public void Only_the_allowed_mass_depends_on_what_is_not_allowed()
    {
        var random = new Random(11);
        var row = Enumerable.Range(0, 49_152).Select(_ => (float)random.NextDouble()).ToArray();
        int[] tokens = [4, 900, 40_000];
        float[] other = [.. row.Select((logit, token) => tokens.Contains(token) ? logit : logit + 3)];

        var one = Decide(row, tokens);
        var two = Decide(other, tokens);

        Assert.Equal(one.Best, two.Best);
        Assert.Equal(one.LogProbabilities.ToArray(), two.LogProbabilities.ToArray());
        Assert.Equal(one.AllowedMass / Math.Exp(3), two.AllowedMass, 7);
        // A sentence's decision is made in a row of two: there is nothing else that it could read.
        Assert.InRange(Decision.Between([1, 2], 1, 0), 0.7, 0.8);
    }

    [Fact]
    public void A_decision_allocates_nothing()
    {
        var row = new float[49_152];
        int[] tokens = [.. Enumerable.Range(0, 200)];
        var room = new double[256];
        _ = Decision.Of(row, tokens, room).Margin;
        var before = GC.GetAllocatedBytesForCurrentThread();

        var margin = Decision.Of(row, tokens, room).Margin;

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, margin, 12);
    }

    private static Decision Decide(ReadOnlySpan<float> logits, ReadOnlySpan<int> tokens) => Decision.Of(logits, tokens, new double[tokens.Length]);
}
