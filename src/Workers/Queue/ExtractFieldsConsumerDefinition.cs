using MassTransit;

namespace Pipeline.Workers.Queue;

/// <summary>How messages of its queues reach <see cref="ExtractFieldsConsumer"/>. No retry here: what failed for a passing reason has its next time in the database.</summary>
public sealed class ExtractFieldsConsumerDefinition : ConsumerDefinition<ExtractFieldsConsumer>
{
    public ExtractFieldsConsumerDefinition() => EndpointName = ExtractFieldsConsumer.Name;
}
