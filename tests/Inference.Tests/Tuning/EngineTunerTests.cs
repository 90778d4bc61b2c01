using Pipeline.Inference.Tests.Setup;
using Pipeline.Inference.Tuning;
using Xunit.Abstractions;

namespace Pipeline.Inference.Tests.Tuning;

[Collection(ModelTests.Name)]
public sealed class EngineTunerTests(ITestOutputHelper log)
{
    [Theory]
    [InlineData(1, "1x1")]
    [InlineData(2, "2x1 1x2")]
    [InlineData(6, "6x1 3x2 1x4 1x6")]
    [InlineData(16, "16x1 8x2 4x4 2x8 1x16")]
    [InlineData(64, "16x4 8x8 4x16 2x32 1x64")]
    public void Every_shape_uses_the_cores_it_is_given(int cores, string expected) =>
        Assert.Equal(expected, string.Join(' ', EngineTuner.Shapes(cores).Select(shape => $"{shape.Lanes}x{shape.Threads}")));

    [Fact]
    public void The_default_model_is_measured_in_every_shape_and_the_best_is_chosen()
    {
        var outcome = EngineTuner.Tune(Installation.Libraries, Installation.Model, passageTokens: 400, cores: 2);

        foreach (var (lanes, threads, rate) in outcome.Measured)
        {
            log.WriteLine(FormattableString.Invariant($"{lanes} lanes of {threads} threads: {rate} tokens a second"));
        }

        Assert.Equal([(2, 1), (1, 2)], outcome.Measured.Select(m => (m.Lanes, m.ThreadsPerLane)));
        Assert.All(outcome.Measured, m => Assert.InRange(m.TokensPerSecond, 1, 1e6));
        var chosen = outcome.Measured.Single(m => (m.Lanes, m.ThreadsPerLane) == (outcome.Lanes, outcome.ThreadsPerLane));
        Assert.All(outcome.Measured, m => Assert.True(chosen.TokensPerSecond >= m.TokensPerSecond / 1.05));
    }
}
