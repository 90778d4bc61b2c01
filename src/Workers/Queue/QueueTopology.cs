using MassTransit;
using Microsoft.Extensions.Logging;

namespace Pipeline.Workers.Queue;

/// <summary>How each queue is made. The same everywhere: a queue that exists with other arguments is refused by the broker.</summary>
internal static class QueueTopology
{
    // Each message becomes a claim within moments, or waits for room: more would only be kept from other processes.
    private const int Prefetch = 4;

    public static void Configure(IReceiveEndpointConfigurator endpoint, ILogger log)
    {
        endpoint.PrefetchCount = Prefetch;
        endpoint.ConcurrentMessageLimit = Prefetch;
        // Commands are sent to their queue's exchange: no exchange for each type of message, and no faults published that nobody hears.
        endpoint.ConfigureConsumeTopology = false;
        endpoint.PublishFaults = false;
        endpoint.DiscardSkippedMessages();
        endpoint.ConfigureError(pipe => pipe.UseFilter(new FaultFilter(log)));
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
        {
            // Survives the loss of a broker's node. No x-delivery-limit: it would hit those that a crash took along.
            rabbit.SetQuorumQueue();
        }
    }
}
