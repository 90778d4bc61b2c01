namespace Pipeline.Storage.Messages;

/// <summary>The commands of <c>Pipeline.Domain.Messages</c>, as the outbox names them. Persisted as snake_case text.</summary>
public enum OutboxCommand
{
    ReadDocument,
    ExtractFields,
    DeliverResult,
}
