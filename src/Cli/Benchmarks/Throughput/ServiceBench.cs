using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Pipeline.Cli.Run;

namespace Pipeline.Cli.Benchmarks.Throughput;

/// <summary>Sends documents through the service and measures: blocks on empty and on filled tables in turn, then uploads by the clock.</summary>
internal sealed class ServiceBench(ServiceBenchOptions options, FleetSettings settings, BenchDatabase database, CpuMeter cpu, RunConsole console)
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly List<BulkBlock> _blocks = [];
    private readonly List<PacedRound> _rounds = [];
    private int _done;
    private int _notDone;

    public async Task<ServiceBenchResult> RunAsync(CancellationToken cancellationToken)
    {
        Say("Filling a database");
        await database.FillAsync(options.Rows, Say, cancellationToken);
        var key = await database.CreateKeyAsync(cancellationToken);
        await database.SettleAsync(cancellationToken);
        await WithFleetAsync(notify: true, key, async (fleet, client) =>
        {
            // Before and after in turn, so that a machine that becomes slower meanwhile does so for both.
            for (var i = 0; i < options.Pairs; i++)
            {
                await BlockAsync(fleet, client, filled: i % 2 == 1, cancellationToken);
                await BlockAsync(fleet, client, filled: i % 2 == 0, cancellationToken);
            }

            await PaceAsync(fleet, client, notify: true, cancellationToken);
        }, cancellationToken);
        // In a single process there is nobody to notify.
        if (settings.Broker is not null)
        {
            await WithFleetAsync(notify: false, key, async (fleet, client) =>
            {
                await PaceAsync(fleet, client, notify: false, cancellationToken);
                await PaceAsync(fleet, client, notify: false, cancellationToken);
            }, cancellationToken);
            await WithFleetAsync(notify: true, key, (fleet, client) => PaceAsync(fleet, client, notify: true, cancellationToken), cancellationToken);
        }

        return new ServiceBenchResult(_blocks, _rounds, _done, _notDone);
    }

    private async Task WithFleetAsync(bool notify, string key, Func<ServiceFleet, UploadClient, Task> measure, CancellationToken cancellationToken)
    {
        Say($"Starting the service, NOTIFY {(notify ? "on" : "off")}");
        await using var fleet = await ServiceFleet.StartAsync(settings, notify, cancellationToken);
        using var client = new UploadClient(fleet.Address, key);
        await SendAsync(fleet, client, options.WarmUp, cancellationToken);
        await measure(fleet, client);
    }

    private async Task BlockAsync(ServiceFleet fleet, UploadClient client, bool filled, CancellationToken cancellationToken)
    {
        await database.ShowAsync(filled, cancellationToken);
        // The first of them meet what is not in any cache yet.
        await SendAsync(fleet, client, options.WarmUpOfBlock, cancellationToken);
        await database.SettleAsync(cancellationToken);
        var scanned = await database.ScannedRowsAsync(cancellationToken);
        var before = cpu.Read(fleet.Processes);
        var began = Stopwatch.GetTimestamp();
        await SendAsync(fleet, client, options.DocumentsInBlock, cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var spent = cpu.Read(fleet.Processes) - before;
        // A backend tells what it read at the end of a transaction, once a second.
        await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        var block = new BulkBlock(filled, options.DocumentsInBlock, seconds, spent, await database.ScannedRowsAsync(cancellationToken) - scanned);
        _blocks.Add(block);
        Say(string.Create(CultureInfo.InvariantCulture, $"Block {_blocks.Count} of {2 * options.Pairs}, {(filled ? "filled" : "empty")}: {block.PerSecond:0.0} documents/s, CPU ms each: {block.RolesMilliseconds:0.0} roles, {block.PostgresMilliseconds:0.0} PostgreSQL, {block.BrokerMilliseconds:0.0} broker"));
    }

    /// <summary>As fast as the API takes them; returns when all are delivered.</summary>
    private async Task SendAsync(ServiceFleet fleet, UploadClient client, int count, CancellationToken cancellationToken)
    {
        var accepted = new ConcurrentBag<Guid>();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = options.Clients, CancellationToken = cancellationToken }, async (_, token) =>
        {
            fleet.ThrowIfEnded();
            Guid? id;
            while ((id = await client.SendAsync("bulk", token)) is null)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), token);
            }

            accepted.Add(id.Value);
        });
        await ThroughAsync(fleet, accepted, cancellationToken);
    }

    private async Task PaceAsync(ServiceFleet fleet, UploadClient client, bool notify, CancellationToken cancellationToken)
    {
        await database.ShowAsync(filled: true, cancellationToken);
        var count = options.Rate * options.RateSeconds;
        var accepted = new ConcurrentBag<Guid>();
        var waited = new double[count];
        var uploads = new Task[count];
        var before = cpu.Read(fleet.Processes);
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var (number, due) = (i, i / (double)options.Rate);
            var early = TimeSpan.FromSeconds(due) - Stopwatch.GetElapsedTime(began);
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early, cancellationToken);
            }

            // By the clock, and timed from when it was due: an answer that is late makes no later one look good.
            uploads[i] = Task.Run(async () =>
            {
                if (await client.SendAsync("interactive", cancellationToken) is { } id)
                {
                    accepted.Add(id);
                }

                waited[number] = Stopwatch.GetElapsedTime(began).TotalSeconds - due;
            }, cancellationToken);
        }

        await Task.WhenAll(uploads);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await ThroughAsync(fleet, accepted, cancellationToken);
        var round = new PacedRound(
            notify, waited, await new Journeys(database, Say).ThroughSecondsAsync(accepted, cancellationToken), count - accepted.Count, seconds, cpu.Read(fleet.Processes) - before);
        _rounds.Add(round);
        Say(string.Create(CultureInfo.InvariantCulture, $"{options.Rate}/s, NOTIFY {(notify ? "on" : "off")}: upload p50 {1000 * Percentile.Of(waited, 50):0} ms, p99 {1000 * Percentile.Of(waited, 99):0} ms, {round.Refused} refused"));
    }

    private async Task ThroughAsync(ServiceFleet fleet, ConcurrentBag<Guid> accepted, CancellationToken cancellationToken)
    {
        var journeys = new Journeys(database, Say);
        await journeys.UntilThroughAsync(fleet.ThrowIfEnded, cancellationToken);
        var done = await journeys.DoneAsync(accepted, cancellationToken);
        _done += done;
        _notDone += accepted.Count - done;
    }

    private void Say(string message) => console.Say(FormattableString.Invariant($"{Stopwatch.GetElapsedTime(_started).TotalSeconds,5:0} s  {message}"));
}
