using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Storage.Database;
using Pipeline.Storage.Messages;

namespace Pipeline.Workers.Relay;

/// <summary>Carries messages from the outbox to the broker. It looks by itself; signals only make it look sooner. Several relays share the work.</summary>
public sealed class OutboxRelay(PipelineDatabase database, RelayBroker broker, RelaySettings settings, RelayMetrics metrics, ILogger<OutboxRelay> log) : BackgroundService
{
    // A broker or database that is away is asked at most this often.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // How often the time to confirm is doubled: 5 s become 80 s.
    private const int MostDoublings = 4;

    private readonly Outbox _outbox = new(database);
    private DateTimeOffset? _awaySince;
    private bool _declared;
    private int _failures;

    /// <summary>Why nothing is published now; null where all is well.</summary>
    public string? Outage { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var found = await RoundAsync(stoppingToken);
            if (found < Outbox.BatchSize)
            {
                await RestAsync(found, stoppingToken);
            }
        }
    }

    /// <returns>How many messages were due; 0 where nothing could be done.</returns>
    private async Task<int> RoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!_declared)
            {
                // Also after each failure: where this fails the broker is away, and no message need be tried to find that out.
                await broker.Declaration.DeclareAsync(cancellationToken);
                await broker.Sender.RenewAsync(cancellationToken);
                _declared = true;
                Log.Declared(log);
            }

            var round = await _outbox.PublishDueAsync(PublishAsync, cancellationToken);
            metrics.Round(round.Published, round.Found - round.Published, round.Lag);
            Note(round.Failure);
            return round.Failure is null ? round.Found : 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
#pragma warning disable CA1031 // The top of the relay: without it the whole service stands still, so it outlives whatever its round met.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Note(e);
            return 0;
        }
    }

    private async Task PublishAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // A broker on a machine that is busy with coming back may need longer than usual: with the same limit each time it would be given up just before it answers, for ever.
        limit.CancelAfter(settings.Options.Confirm * Math.Pow(2, Math.Min(_failures, MostDoublings)));
        await broker.Sender.SendAsync(message, limit.Token).WaitAsync(limit.Token);
    }

    private void Note(Exception? failure)
    {
        if (failure is null)
        {
            // After a failure the queues were declared anew: the broker is back even where another relay published what waited.
            if (_awaySince is { } since)
            {
                Log.OutageEnded(log, (settings.Clock.GetUtcNow() - since).TotalSeconds);
            }

            (_failures, _awaySince, Outage) = (0, null, null);
            return;
        }

        _failures++;
        _declared = false;
        Outage = failure is OperationCanceledException ? "The broker did not confirm in time." : failure.GetBaseException().Message;
        if (_awaySince is null)
        {
            _awaySince = settings.Clock.GetUtcNow();
            Log.OutageBegan(log, failure.GetType().Name, Outage);
        }
    }

    private async Task RestAsync(int found, CancellationToken cancellationToken)
    {
        try
        {
            if (_failures > 0)
            {
                var pause = settings.Options.Idle * Math.Pow(2, Math.Min(_failures - 1, 6));
                await Task.Delay(pause < LongestPause ? pause : LongestPause, settings.Clock, cancellationToken);
                return;
            }

            await database.Signal.WaitAsync(found > 0 ? settings.Options.Busy : settings.Options.Idle, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The loop ends by itself.
        }
    }
}
