using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Storage.Database;
using Pipeline.Storage.Webhooks;

namespace Pipeline.Workers.Delivery.Webhooks;

/// <summary>Sends events as they fall due, those of many receivers side by side. Any number of processes may do so.</summary>
internal sealed class WebhookLoop(DueWebhooks queue, WebhookSender sender, WebhookOptions options, WebhookMetrics metrics, ILogger<WebhookLoop> log) : BackgroundService
{
    /// <summary>How late an event is at most when nothing else is to do; the query is one look into a small index.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CleanEvery = TimeSpan.FromHours(1);
    private const int MostHosts = 500;
    private const int MostRemoved = 5000;

    private readonly FlightRoom _room = new(options);
    private readonly SemaphoreSlim _landed = new(0, 1);

    /// <summary>Longer than a try can take: while it runs, no other process sends the same.</summary>
    private TimeSpan Lease => options.Timeout + TimeSpan.FromSeconds(30);

    public override void Dispose()
    {
        _landed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var cleaned = TimeProvider.System.GetTimestamp();
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = LookEvery;
            try
            {
                await SendDueAsync(stoppingToken);
                failures = 0;
                if (TimeProvider.System.GetElapsedTime(cleaned) >= CleanEvery)
                {
                    cleaned = TimeProvider.System.GetTimestamp();
                    await queue.RemoveOldAsync(options.KeepDelivered, MostRemoved, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // A host's loop: what is due stays due.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.LookFailed(log, e.GetType().Name, DatabaseOutage.Is(e));
                var longer = LookEvery * Math.Pow(2, Math.Min(++failures, 10));
                pause = longer < LongestPause ? longer : LongestPause;
            }

            await ((Task)_landed.WaitAsync(pause, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await DrainAsync();
    }

    private async Task SendDueAsync(CancellationToken cancellationToken)
    {
        foreach (var host in await queue.DueHostsAsync(MostHosts, cancellationToken))
        {
            if (_room.For(host) is > 0 and var room)
            {
                foreach (var claimed in await queue.ClaimAsync(host, room, Lease, cancellationToken))
                {
                    _room.Enter(host);
                    // Awaited by what it leaves behind: the room is full until it ends, and DrainAsync waits for the room to be empty.
                    _ = Task.Run(() => SendAsync(host, claimed, cancellationToken), CancellationToken.None);
                }
            }
        }
    }

    private async Task SendAsync(DueHost host, ClaimedDelivery claimed, CancellationToken cancellationToken)
    {
        try
        {
            var started = TimeProvider.System.GetTimestamp();
            var outcome = await sender.SendAsync(claimed, cancellationToken);
            var state = await queue.EndAsync(claimed, outcome, CancellationToken.None);
            metrics.Sent(outcome.Result, TimeProvider.System.GetElapsedTime(started), state);
            if (outcome.Result != SendResult.Delivered)
            {
                Log.NotDelivered(log, claimed.Delivery.Id, claimed.Webhook.Id, claimed.Delivery.Attempts, outcome.Status, outcome.Reason);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Checkpoint: stopped in mid-air; it is sent again when its lease has run out, and the receiver knows it by its id.
        }
#pragma warning disable CA1031 // One event must not end the others; it is tried again after its lease.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.SendFailed(log, claimed.Delivery.Id, e.GetType().Name);
        }
        finally
        {
            _room.Leave(host);
            Land();
        }
    }

    private void Land()
    {
        try
        {
            if (_landed.CurrentCount == 0)
            {
                _landed.Release();
            }
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Another landed in between, or nobody waits any more.
        }
    }

    private async Task DrainAsync()
    {
        while (_room.All > 0)
        {
            await _landed.WaitAsync(TimeSpan.FromMilliseconds(50));
        }
    }
}
