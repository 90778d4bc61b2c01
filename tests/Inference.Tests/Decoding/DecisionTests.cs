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

            var decision = Decision.Of(logits, tokens);

            var max = logits.Max(l => (double)l);
            var allowed = tokens.Sum(t => Math.Exp(logits[t] - max));
            Assert.All(tokens.Index(), t => Assert.Equal(Math.Log(Math.Exp(logits[t.Item] - max) / allowed), decision.LogProbabilities[t.Index], 9));
            Assert.Equal(allowed / logits.Sum(l => Math.Exp(l - max)), decision.AllowedMass, 5);
            Assert.Equal(tokens.Max(t => logits[t]), logits[tokens[decision.Best]]);
            var ordered = decision.LogProbabilities.Select(Math.Exp).OrderDescending().Append(0).ToArray();
            Assert.Equal(ordered[0] - ordered[1], decision.Margin, 9);
        }
    }

    [Fact]
    public void Ties_go_to_the_first_option()
    {
        var decision = Decision.Of([3, 1, 3, 3], [1, 3, 0, 2]);

        Assert.Equal(1, decision.Best);
        Assert.Equal(0, decision.Margin, 12);
    }

    [Fact]
    public void A_single_option_is_certain_whatever_the_model_wants()
    {
        var decision = Decision.Of([50, -50], [1]);

        Assert.Equal((0.0, 1.0), (decision.BestLogProbability, decision.Margin));
        Assert.InRange(decision.AllowedMass, 0, 1e-40);
    }

    [Fact]
    public void An_impossible_token_has_no_share()
    {
        var decision = Decision.Of([float.NegativeInfinity, 2, 2], [0, 1, 2]);

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
        Assert.Throws<EngineStepException>(() => Decision.Of([broken, broken, 1], [0, 1]));
        Assert.Throws<EngineStepException>(() => Decision.Between([broken, broken], 0, 1));
    }

    [Fact]
    public void Extreme_logits_stay_finite()
    {
        var decision = Decision.Of([float.MaxValue, float.MinValue, 0], [0, 1, 2]);

        Assert.Equal(0, decision.BestLogProbability);
        Assert.All(decision.LogProbabilities, p => Assert.True(double.IsFinite(p)));
        Assert.Equal(0, Decision.Between([float.MinValue, float.MaxValue], 0, 1));
        Assert.Equal(0.5, Decision.Between([4, 4], 0, 1));
    }
}
