using System.Diagnostics;
using Pipeline.Cli.Run;
using Pipeline.Inference;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>Reads more and more documents of one short passage: where the model has little to do, whatever else a document costs shows.</summary>
internal sealed class OverheadBench(Func<InProcessEngine> start, IReadOnlyList<EngineRequest> documents, OwnSetting setting, RunConsole console)
{
    // Of so many kinds, so that 100 documents hold the same mixture as 10,000.
    private const int Kinds = 50;
    private const int LongestSentence = 120;

    // Of 100 documents, which take a few seconds: one run would be luck.
    private const int SmallRuns = 5;

    private readonly EngineRequest[] _small =
    [
        .. documents.SelectMany(document => document.Sentences.Where(sentence => sentence.Text.Length is > 30 and < LongestSentence).Select(sentence => document with { Sentences = [sentence] })).Take(Kinds),
    ];

    public async Task<IReadOnlyList<OverheadRun>> RunAsync(int most, CancellationToken cancellationToken)
    {
        var runs = new List<OverheadRun>();
        foreach (var count in Sizes(most))
        {
            runs.Add(await RunOnceAsync(count, cancellationToken));
            console.Say(FormattableString.Invariant($"{count} documents: {runs[^1].CpuMilliseconds:0.00} CPU ms and {runs[^1].Milliseconds:0.00} ms each, {100 * runs[^1].OutsideBusy:0.0} % outside the model"));
        }

        return runs;
    }

    /// <summary>Small runs before and after the large one: a machine that becomes slower meanwhile shows too.</summary>
    private static IEnumerable<int> Sizes(int most) =>
    [
        .. Enumerable.Repeat(100, SmallRuns), .. most >= 1000 ? Enumerable.Repeat(1000, 2) : [], .. most > 1000 ? [most] : Array.Empty<int>(),
        .. most >= 1000 ? Enumerable.Repeat(1000, 1) : [], .. Enumerable.Repeat(100, SmallRuns),
    ];

    private async Task<OverheadRun> RunOnceAsync(int count, CancellationToken cancellationToken)
    {
        await using var engine = start();
        // The prefix is read by each lane; memory is touched for the first time.
        await Parallel.ForAsync(0, Kinds, Limit(cancellationToken), async (i, token) => await engine.ReadAsync(_small[i % _small.Length], token));
        var before = engine.Statistics;
        var usage = new double[count];
        var began = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, count, Limit(cancellationToken), async (i, token) => usage[i] = (await engine.ReadAsync(_small[i % _small.Length], token)).Usage.ComputeSeconds);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var after = engine.Statistics;
        return new OverheadRun(
            count,
            after.Tokens - before.Tokens,
            seconds,
            usage.Sum(),
            after.DecodeSeconds - before.DecodeSeconds,
            after.BusySeconds - before.BusySeconds,
            after.Lanes);
    }

    private ParallelOptions Limit(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = 2 * setting.DocumentsAtOnce, CancellationToken = cancellationToken };
}
