using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Cli.Run;
using Pipeline.Cli.Serve;
using Pipeline.Domain.Costs;
using Pipeline.Inference;
using Pipeline.Inference.OpenAi;
using Pipeline.Inference.Supervision;
using Pipeline.Workers.Extraction;

namespace Pipeline.Cli.Tests.Serve;

public sealed class EngineMetricsTests : IDisposable
{
    private static readonly EngineRequest Request = new([new EngineSentence("secret", [])], []);
    private static readonly EngineUsage First = new(3, 400, 25, 1.5);
    private static readonly EngineUsage Second = new(2, 700, 11, 0);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<EngineMetrics>().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _counted = new();

    public EngineMetricsTests()
    {
        var factory = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == factory)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Count(instrument.Name, value, tags));
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task Passages_and_tokens_of_both_engines_are_those_that_are_booked()
    {
        using var host = await StartAsync(new ToldEngine(() => Reading(new SecondReading([], Second))));

        await host.ReadAsync(Request, CancellationToken.None);
        await host.ReadAsync(Request, CancellationToken.None);

        Assert.Equal(
            [
                "passages first 6", "passages second 4",
                "tokens first decoded 50", "tokens first prompt 800", "tokens second decoded 22", "tokens second prompt 1400",
            ],
            Counted());
        // The price of a million tokens is such that an amount is a number of tokens.
        var prompt = new Price("prompt", 1_000_000m, "USD", new DateOnly(2026, 1, 1));
        var prices = new ExtractionPrices(null, prompt, prompt with { Unit = "completion" });
        var booked = Enumerable.Repeat(new[] { First, Second }, 2).SelectMany(usages => usages).SelectMany(usage => prices.Book(usage)).ToList();
        Assert.Equal(booked.Where(cost => cost.Unit == "prompt").Sum(cost => cost.Amount), Sum("tokens", "prompt"));
        Assert.Equal(booked.Where(cost => cost.Unit == "completion").Sum(cost => cost.Amount), Sum("tokens", "decoded"));
    }

    [Fact]
    public async Task Tokens_that_an_endpoint_took_before_it_failed_count_too()
    {
        using var host = await StartAsync(new ToldEngine(() => throw new EndpointException(EndpointProblem.Document, "It refused.") { Spent = Second }));

        await Assert.ThrowsAsync<EndpointException>(() => host.ReadAsync(Request, CancellationToken.None));

        Assert.Equal(["passages first 2", "tokens first decoded 11", "tokens first prompt 700"], Counted());
    }

    [Fact]
    public async Task Deaths_and_restarts_are_counted_by_reason_and_other_notices_are_not()
    {
        using var host = await StartAsync(new ToldEngine(() => Reading(null)));

        host.Report(new EngineNotice("It died.") { Death = EngineDeath.Killed });
        host.Report(new EngineNotice("It runs again.") { RestartedAfter = EngineDeath.Killed });
        host.Report(new EngineNotice("It died.") { Death = EngineDeath.Hung });
        host.Report(new EngineNotice("Trying with less."));

        Assert.Equal(["deaths hung 1", "deaths killed 1", "restarts killed 1"], Counted());
    }

    [Fact]
    public async Task An_engine_that_was_given_up_and_started_anew_is_a_restart_and_the_first_start_is_none()
    {
        var readings = 0;
        using var host = await StartAsync(new ToldEngine(() => readings++ == 0 ? throw new EngineSetupException("It dies on anything.") : Reading(null)));
        Assert.Empty(Counted());

        await Assert.ThrowsAsync<EngineSetupException>(() => host.ReadAsync(Request, CancellationToken.None));
        await Until.TrueAsync(() => Counted().Length > 0, TimeSpan.FromSeconds(30), () => "It was not started anew.");

        Assert.Equal(["restarts given_up 1"], Counted());
    }

    private static EngineReading Reading(SecondReading? second) =>
        new() { SentenceProbabilities = [0], Findings = [], PossibleMisses = [], CutSentences = [], Usage = First, Second = second };

    private async Task<EngineHost> StartAsync(ToldEngine engine)
    {
        var metrics = _services.GetRequiredService<EngineMetrics>();
        var host = new EngineHost(engine, new ServiceConsole(quiet: true), TimeProvider.System, metrics, NullLogger<EngineHost>.Instance);
        await host.StartAsync(CancellationToken.None);
        await Until.TrueAsync(() => host.Trouble is null, TimeSpan.FromSeconds(30), () => "It does not start.");
        return host;
    }

    private void Count(string name, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = string.Join(' ', tags.ToArray().Select(tag => tag.Value).Prepend(name["pipeline.engine.".Length..]));
        _counted.AddOrUpdate(key, value, (_, sum) => sum + value);
    }

    private string[] Counted() => [.. _counted.Select(sum => $"{sum.Key} {sum.Value}").Order(StringComparer.Ordinal)];

    private decimal Sum(string name, string kind) =>
        _counted.Where(sum => sum.Key.StartsWith(name, StringComparison.Ordinal) && sum.Key.EndsWith(kind, StringComparison.Ordinal)).Sum(sum => sum.Value);

    private sealed class ToldEngine(Func<EngineReading> told) : IReadingEngine, IEngineOpening
    {
        public EngineStatistics Statistics { get; } = new(1, 0, 0, 0, 0);

        public Task<EngineReading> ReadAsync(EngineRequest request, CancellationToken cancellationToken) => Task.FromResult(told());

        public Task<RunningEngine> StartAsync(IProgress<string> steps, IProgress<EngineNotice> notices, CancellationToken cancellationToken) =>
            Task.FromResult(new RunningEngine(this, [], 1, null));
    }
}
