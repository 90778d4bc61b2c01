using RabbitMQ.Client;

namespace Pipeline.Workers.Queue;

/// <summary>Makes the queues, whoever is to read them: a mandatory message to a queue that no reader has made yet would come back. Arguments are those of <see cref="QueueTopology"/>.</summary>
public sealed class QueueDeclaration(QueueOptions options)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Does nothing where they are there; costs a connection.</summary>
    /// <exception cref="Exception">The broker is away, or has such a queue with other arguments.</exception>
    public async Task DeclareAsync(CancellationToken cancellationToken)
    {
        if (options.Kind == QueueTransport.Memory)
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        var factory = new ConnectionFactory { Uri = new Uri(options.RabbitMq!), AutomaticRecoveryEnabled = false, ClientProvidedName = "pipeline queues" };
        await using var connection = await factory.CreateConnectionAsync(limit.Token);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: limit.Token);
        var arguments = new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };
        foreach (var queue in QueueNames.All)
        {
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: limit.Token);
            await channel.ExchangeDeclareAsync(queue, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: limit.Token);
            await channel.QueueBindAsync(queue, queue, "", cancellationToken: limit.Token);
        }
    }
}
