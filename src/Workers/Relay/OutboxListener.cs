using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Storage.Database;
using Pipeline.Storage.Messages;

namespace Pipeline.Workers.Relay;

/// <summary>Wakes the relay of this process when another process wrote to the outbox.</summary>
public sealed class OutboxListener(PipelineDatabase database, RelaySettings settings, ILogger<OutboxListener> log) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var notifications = new OutboxNotifications(database);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await notifications.ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The top of a loop that only saves waiting: it listens again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.NotListening(log, e.GetBaseException().GetType().Name);
                await Task.Delay(Again, settings.Clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
