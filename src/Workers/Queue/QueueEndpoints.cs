using MassTransit;
using Microsoft.Extensions.Logging;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Messages;

namespace Pipeline.Workers.Queue;

/// <summary>Attaches this process to the queues of a command, and detaches it: a stage that cannot work takes nothing from those that can.</summary>
public sealed class QueueEndpoints(IReceiveEndpointConnector connector, ILogger<QueueEndpoints> log)
{
    private readonly Dictionary<OutboxCommand, IReadOnlyList<HostReceiveEndpointHandle>> _attached = [];

    /// <summary>Queues that this process should have a consumer on now.</summary>
    public IReadOnlyList<string> Attached
    {
        get
        {
            lock (_attached)
            {
                return [.. _attached.Keys.SelectMany(Names)];
            }
        }
    }

    /// <summary>Returns at once: where the broker is away, the endpoints attach when it is back.</summary>
    public void Attach<TConsumer>(OutboxCommand command)
        where TConsumer : class, IConsumer
    {
        lock (_attached)
        {
            if (_attached.ContainsKey(command))
            {
                return;
            }

            _attached[command] = [.. Names(command).Select(name => connector.ConnectReceiveEndpoint(name, (context, endpoint) =>
            {
                QueueTopology.Configure(endpoint, log);
                endpoint.ConfigureConsumer<TConsumer>(context);
            }))];
        }

        Log.Attached(log, string.Join(", ", Names(command)));
    }

    /// <summary>Takes no more messages; returns when those in hand are dealt with. What was fetched ahead goes back to the queue.</summary>
    public async Task DetachAsync(OutboxCommand command, CancellationToken cancellationToken)
    {
        IReadOnlyList<HostReceiveEndpointHandle>? handles;
        lock (_attached)
        {
            if (!_attached.Remove(command, out handles))
            {
                return;
            }
        }

        await Task.WhenAll(handles.Select(handle => handle.StopAsync(cancellationToken)));
        Log.Detached(log, string.Join(", ", Names(command)));
    }

    private static IEnumerable<string> Names(OutboxCommand command) => Enum.GetValues<DocumentPriority>().Select(priority => QueueNames.Of(command, priority));
}
