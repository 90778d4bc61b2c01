using Pipeline.Storage.Messages;
using Pipeline.Workers.Queue;

namespace Pipeline.Cli.Serve;

internal sealed class DeliveryRunner(QueueEndpoints endpoints) : IStageRunner
{
    public void Start() => endpoints.Attach<DeliverResultConsumer>(OutboxCommand.DeliverResult);

    // Deliveries take moments: those in hand are waited for.
    public Task StopAsync() => endpoints.DetachAsync(OutboxCommand.DeliverResult, CancellationToken.None);
}
