using System.Diagnostics;
using Pipeline.Cli.Tests.Run;
using Pipeline.Inference.Supervision;
using Xunit.Abstractions;

namespace Pipeline.Cli.Tests.Engine;

/// <summary>A real child with the default model, killed again and again while it reads: nothing is lost, nothing differs, and work soon goes on.</summary>
[Collection(RunGroup.Name)]
public sealed class EngineKillTests : IDisposable
{
    private const int AtOnce = 2;

    /// <summary>The product's floor is 30 s; with it 20 kills would take minutes. The rule and the clock are the same.</summary>
    private static readonly TimeSpan Floor = TimeSpan.FromSeconds(2);

    private static readonly string[] Signals = ["KILL", "SEGV", "ABRT", "STOP"];

    private readonly string _folder = Directory.CreateTempSubdirectory("pk-").FullName;
    private readonly NoticeLog _notices = new();
    private readonly List<double> _deaths = [];
    private readonly List<double> _hangs = [];
    private readonly List<double> _back = [];
    private readonly ITestOutputHelper _output;

    public EngineKillTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public Task Twenty_kills_lose_nothing_and_work_goes_on_within_a_minute() => KillAsync(20, Floor);

    [Fact]
    [Trait("Nightly", "true")]
    public Task Two_hundred_kills_lose_nothing_and_work_goes_on_within_a_minute() => KillAsync(200, Floor);

    [Fact]
    [Trait("Nightly", "true")]
    public Task A_stopped_child_is_seen_within_the_products_own_limit() => KillAsync(4, new EngineChildOptions { Command = [], RunFolder = "", Settings = ChildSetup.Settings }.StallFloor);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task KillAsync(int kills, TimeSpan floor)
    {
        await using var engine = await SupervisedEngine.StartAsync(ChildSetup.Options(_folder) with { StallFloor = floor, ExpectedStep = TimeSpan.Zero }, _notices, CancellationToken.None);
        var documents = ChildSetup.Documents(12);
        var undisturbed = await Task.WhenAll(documents.Select(async d => ChildSetup.Digits(await engine.ReadAsync(d, CancellationToken.None))));
        var reading = new SteadyReading(engine, documents, undisturbed);
        using var stop = new CancellationTokenSource();
        var running = reading.RunAsync(AtOnce, stop.Token);
        var random = new Random(20261121);
        var since = Stopwatch.GetTimestamp();
        for (var kill = 0; kill < kills; kill++)
        {
            // Those that were in flight are read alone first. A second accident to a document that is alone would make it poison, by the rule.
            await WaitAsync(() => reading.LandedSince(since).Count > AtOnce, $"{AtOnce + 1} readings after kill {kill}");
            await Task.Delay(random.Next(150));
            since = await KillOnceAsync(engine, Signals[kill % Signals.Length], reading);
        }

        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(60));

        Print(kills, reading.Landed, engine.StallLimit);
        Assert.Empty(reading.Faults);
        Assert.Equal(kills, _notices.Count("The model process died"));
        Assert.All(_deaths, seconds => Assert.InRange(seconds, 0, 2));
        Assert.True(Percentile(_back, 0.95) < 60, "The 95th percentile to the next reading is a minute or more.");
    }

    private async Task<long> KillOnceAsync(SupervisedEngine engine, string signal, SteadyReading reading)
    {
        var child = engine.ProcessId;
        var limit = engine.StallLimit;
        // The first of two may do it already.
        var before = Stopwatch.GetTimestamp();
        PipelineProcess.Signal(signal, child);
        if (signal is "SEGV" or "ABRT")
        {
            // The runtime swallows the first of these that comes from outside.
            await Task.Delay(100);
            PipelineProcess.Signal(signal, child);
        }

        var killed = Stopwatch.GetTimestamp();
        await WaitAsync(() => _notices.Since(before, "The model process died") is not null, $"somebody to see SIG{signal}");
        var seen = Seconds(killed, _notices.Since(before, "The model process died")!.Value);
        if (signal == "STOP")
        {
            _hangs.Add(seen);
            // The limit may have grown with the last report; a second of the watch's beat, and one to be killed in.
            var allowed = Math.Max(limit.TotalSeconds, engine.StallLimit.TotalSeconds) + 2;
            Assert.True(seen <= allowed, FormattableString.Invariant($"A stopped child was seen after {seen:0.0} s; {allowed:0.0} s are allowed."));
        }
        else
        {
            _deaths.Add(seen);
        }

        await WaitAsync(() => reading.LandedSince(before).Any(at => at > _notices.Since(before, "runs again")), "a reading of the next child");
        _back.Add(Seconds(killed, reading.LandedSince(before).First(at => at > _notices.Since(before, "runs again"))));
        return Stopwatch.GetTimestamp();
    }

    private void Print(int kills, int readings, TimeSpan limit)
    {
        var deaths = FormattableString.Invariant($"death seen after p50 {Percentile(_deaths, 0.5):0.00} s, max {_deaths.Max():0.00} s");
        var hangs = FormattableString.Invariant($"stop seen after max {_hangs.DefaultIfEmpty().Max():0.0} s (limit {limit.TotalSeconds:0.0} s)");
        var back = FormattableString.Invariant($"next reading after p50 {Percentile(_back, 0.5):0.0} s, p95 {Percentile(_back, 0.95):0.0} s, max {_back.Max():0.0} s");
        _output.WriteLine($"{kills} kills, {readings} readings: {deaths}; {hangs}; {back}");
    }

    private static double Percentile(List<double> values, double share) => values.Order().ElementAt((int)Math.Ceiling(share * values.Count) - 1);

    private static double Seconds(long from, long to) => Math.Max(0, Stopwatch.GetElapsedTime(from, to).TotalSeconds);

    private async Task WaitAsync(Func<bool> condition, string what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!condition())
        {
            try
            {
                await Task.Delay(5, limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Waited two minutes for {what}. It was said:\n{_notices.Text}");
            }
        }
    }
}
