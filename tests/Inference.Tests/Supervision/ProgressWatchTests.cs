using Pipeline.Inference.Supervision;
using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Inference.Tests.Supervision;

public sealed class ProgressWatchTests
{
    private static readonly EngineChildOptions Options = new() { Command = ["none"], RunFolder = "none", Settings = LoadedModel.Settings with { StepTokens = 512 }, ExpectedStep = TimeSpan.FromSeconds(40) };

    private readonly ManualTime _time = new();

    [Fact]
    public void Before_anything_was_measured_ten_expected_steps_are_waited_for() =>
        Assert.Equal(TimeSpan.FromSeconds(400), Watch(Options).Limit);

    [Fact]
    public void A_fast_model_is_given_the_floor()
    {
        var watch = Watch(Options);

        watch.Observe(Counts(tokens: 512, seconds: 1));

        Assert.Equal(TimeSpan.FromSeconds(30), watch.Limit);
        _time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.False(watch.IsOverdue);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.True(watch.IsOverdue);
    }

    [Fact]
    public void A_large_model_on_a_small_machine_is_not_taken_for_hung()
    {
        var watch = Watch(Options with { ExpectedStep = TimeSpan.FromSeconds(1) });

        // 7B on two cores: 40 s for a full step.
        watch.Observe(Counts(tokens: 512, seconds: 40));
        // Then small steps, in which a token takes longer than in a full one: they say nothing about how long that takes.
        watch.Observe(Counts(tokens: 514, seconds: 41));

        Assert.InRange(watch.Limit.TotalSeconds, 399, 410);
    }

    [Fact]
    public void Only_tokens_are_progress()
    {
        var watch = Watch(Options with { ExpectedStep = TimeSpan.Zero });
        watch.Observe(Counts(tokens: 100, seconds: 0.1));
        for (var second = 0; second < 31; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            watch.Observe(Counts(tokens: 100, seconds: 0.1 + second));
        }

        Assert.True(watch.IsOverdue);
    }

    [Fact]
    public void The_tokens_of_a_new_child_count_from_nothing()
    {
        var watch = Watch(Options with { ExpectedStep = TimeSpan.Zero });
        watch.Observe(Counts(tokens: 100_000, seconds: 100));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(watch.IsOverdue);

        watch.BeginAnew();
        _time.Advance(TimeSpan.FromSeconds(20));
        watch.Observe(Counts(tokens: 10, seconds: 0.01));
        _time.Advance(TimeSpan.FromSeconds(20));

        Assert.False(watch.IsOverdue);
    }

    [Fact]
    public void A_machine_that_got_slower_is_given_more_time_in_time()
    {
        var watch = Watch(Options with { StallFloor = TimeSpan.FromSeconds(1), ExpectedStep = TimeSpan.Zero });
        watch.Observe(Counts(tokens: 512, seconds: 1));
        for (var report = 2; report < 200; report++)
        {
            watch.Observe(Counts(tokens: 512 * report, seconds: 4 * report));
        }

        Assert.InRange(watch.Limit.TotalSeconds, 39, 41);
    }

    private static EngineStatistics Counts(long tokens, double seconds) => new(1, 1, tokens, seconds, seconds);

    private ProgressWatch Watch(EngineChildOptions options) => new(options, _time);
}
