using RabbitMQ.Client;

namespace Pipeline.Workers.Queue;

/// <summary>Asks the broker itself how its queues stand: a channel that closed may leave an endpoint without a consumer, and the endpoint does not know.</summary>
public sealed class BrokerProbe(QueueOptions options) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _one = new(1);
    private IConnection? _connection;

    /// <summary>Messages that wait and consumers that listen, of each queue. Empty for the in-memory transport, which has no broker to ask.</summary>
    /// <exception cref="Exception">The broker does not answer, or has no such queue.</exception>
    public async Task<IReadOnlyDictionary<string, QueueDepth>> LookAsync(IReadOnlyCollection<string> queues, CancellationToken cancellationToken)
    {
        if (options.Kind == QueueTransport.Memory)
        {
            return new Dictionary<string, QueueDepth>();
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        await _one.WaitAsync(limit.Token);
        try
        {
            var connection = await ConnectAsync(limit.Token);
            await using var channel = await connection.CreateChannelAsync(cancellationToken: limit.Token);
            var depths = new Dictionary<string, QueueDepth>(StringComparer.Ordinal);
            foreach (var queue in queues)
            {
                var found = await channel.QueueDeclarePassiveAsync(queue, limit.Token);
                depths[queue] = new QueueDepth(found.MessageCount, found.ConsumerCount);
            }

            return depths;
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        _one.Dispose();
    }

    private async Task<IConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_connection is { IsOpen: true } open)
        {
            return open;
        }

        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        var factory = new ConnectionFactory { Uri = new Uri(options.RabbitMq!), AutomaticRecoveryEnabled = false, ClientProvidedName = "pipeline health" };
        return _connection = await factory.CreateConnectionAsync(cancellationToken);
    }
}
