using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Messages;

/// <summary>A message that had its effect. Written in the transaction of the effect.</summary>
public sealed class InboxMessage
{
    private InboxMessage()
    {
    }

    /// <summary>The consumer's name: one message may have an effect in several.</summary>
    public string Consumer { get; private set; } = "";

    public Guid MessageId { get; private set; }

    public TenantId TenantId { get; private set; }

    public DateTimeOffset ReceivedAt { get; private set; }
}
