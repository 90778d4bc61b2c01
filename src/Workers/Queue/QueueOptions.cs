namespace Pipeline.Workers.Queue;

/// <summary>Settings <c>Transport</c> and <c>ConnectionStrings:RabbitMq</c>.</summary>
public sealed record QueueOptions
{
    /// <summary>memory or rabbitmq.</summary>
    public string Transport { get; init; } = "memory";

    /// <summary><c>amqp://user:password@host:5672/vhost</c>, with amqps for TLS.</summary>
    public string? RabbitMq { get; init; }

    public QueueTransport Kind => string.Equals(Transport, "rabbitmq", StringComparison.OrdinalIgnoreCase) ? QueueTransport.RabbitMq : QueueTransport.Memory;

    /// <summary>Host and port of the broker, for messages: never the password.</summary>
    public string Broker => Uri.TryCreate(RabbitMq, UriKind.Absolute, out var address) ? $"{address.Host}:{(address.Port > 0 ? address.Port : 5672)}" : "";

    /// <summary>All that is wrong with these settings, naming each key; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        if (!string.Equals(Transport, "memory", StringComparison.OrdinalIgnoreCase) && Kind != QueueTransport.RabbitMq)
        {
            return ["Transport has to be memory or rabbitmq."];
        }

        if (Kind == QueueTransport.Memory)
        {
            return [];
        }

        return Uri.TryCreate(RabbitMq, UriKind.Absolute, out var address) && address.Scheme is "amqp" or "amqps"
            ? []
            : ["Transport=rabbitmq needs ConnectionStrings__RabbitMq, such as amqp://user:password@host:5672/vhost."];
    }
}
