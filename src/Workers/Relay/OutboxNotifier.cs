using Microsoft.Extensions.Hosting;
using Pipeline.Storage.Database;
using Pipeline.Storage.Messages;

namespace Pipeline.Workers.Relay;

/// <summary>For a process without a relay: tells the relays of others that it wrote to the outbox. Many writes make one notification.</summary>
public sealed class OutboxNotifier(PipelineDatabase database, RelaySettings settings) : BackgroundService
{
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var notifications = new OutboxNotifications(database);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await database.Signal.WaitAsync(TimeSpan.FromMinutes(1), stoppingToken))
                {
                    await notifications.NotifyAsync(stoppingToken);
                    await Task.Delay(AtMostEvery, settings.Clock, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (DatabaseOutage.Is(e))
            {
                // The relays look by themselves.
            }
        }
    }
}
