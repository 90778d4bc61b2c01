namespace Pipeline.Workers.Queue;

/// <summary>What carries the messages.</summary>
public enum QueueTransport
{
    /// <summary>This process's memory: what is lost with it is found again in the database.</summary>
    Memory,

    /// <summary>A RabbitMQ broker, between processes.</summary>
    RabbitMq,
}
