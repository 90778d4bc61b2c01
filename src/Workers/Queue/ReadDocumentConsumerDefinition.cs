using MassTransit;

namespace Pipeline.Workers.Queue;

/// <summary>How messages of its queues reach <see cref="ReadDocumentConsumer"/>. No retry here: what failed for a passing reason has its next time in the database.</summary>
public sealed class ReadDocumentConsumerDefinition : ConsumerDefinition<ReadDocumentConsumer>
{
    public ReadDocumentConsumerDefinition() => EndpointName = ReadDocumentConsumer.Name;
}
