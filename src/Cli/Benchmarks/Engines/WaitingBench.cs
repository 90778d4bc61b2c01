using System.Diagnostics;
using Pipeline.Cli.Run;
using Pipeline.Inference;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>Sends interactive passages at odd moments into an engine whose every slot bulk documents hold.</summary>
internal sealed class WaitingBench(Func<InProcessEngine> start, IReadOnlyList<EngineRequest> documents, int bulkAtOnce, RunConsole console)
{
    // One passage of the usual size.
    private const int Sentences = 8;

    private static readonly TimeSpan AloneFor = TimeSpan.FromSeconds(20);

    // Fixed, so that two runs ask at the same moments.
    private readonly Random _random = new(11);

    public async Task<WaitingFigures> RunAsync(int passages, CancellationToken cancellationToken)
    {
        await using var engine = start();
        var idle = await AskAsync(engine, passages / 3, "idle", cancellationToken);
        var waitsBefore = engine.InteractiveWaits.Count;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var bulk = BulkAsync(engine, stop.Token);

        var (tokens, began) = (engine.Statistics.Tokens, Stopwatch.GetTimestamp());
        await Task.Delay(AloneFor, cancellationToken);
        var alone = (engine.Statistics.Tokens - tokens) / Stopwatch.GetElapsedTime(began).TotalSeconds;
        console.Say(FormattableString.Invariant($"bulk alone: {alone:0} tokens a second"));

        var before = engine.Statistics;
        began = Stopwatch.GetTimestamp();
        var busy = await AskAsync(engine, passages, "busy", cancellationToken);
        var after = engine.Statistics;
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await stop.CancelAsync();
        await bulk.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return new WaitingFigures(
            idle,
            busy,
            [.. engine.InteractiveWaits.Skip(waitsBefore)],
            (after.BusySeconds - before.BusySeconds) / (after.Steps - before.Steps),
            (after.Tokens - before.Tokens) / seconds,
            alone);
    }

    private async Task<List<TimeSpan>> AskAsync(InProcessEngine engine, int count, string what, CancellationToken cancellationToken)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < count; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200 + _random.Next(1000)), cancellationToken);
            var document = documents[i % documents.Count];
            var at = _random.Next(Math.Max(1, document.Sentences.Count - Sentences));
            var asked = document with { Sentences = [.. document.Sentences.Skip(at).Take(Sentences)], Priority = EnginePriority.Interactive };
            var began = Stopwatch.GetTimestamp();
            await engine.ReadAsync(asked, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(began));
            if (i % 10 == 9)
            {
                console.Say(FormattableString.Invariant($"{what}: {i + 1} of {count}"));
            }
        }

        return times;
    }

    /// <summary>Whole documents, again and again, more of them at a time than there are slots.</summary>
    private Task BulkAsync(InProcessEngine engine, CancellationToken cancellationToken) => Task.WhenAll(Enumerable.Range(0, bulkAtOnce).Select(async reader =>
    {
        for (var i = reader; ; i++)
        {
            await engine.ReadAsync(documents[i % documents.Count], cancellationToken);
        }
    }));
}
