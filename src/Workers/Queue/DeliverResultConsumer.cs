using MassTransit;
using Pipeline.Domain.Documents;
using Pipeline.Domain.Messages;
using Pipeline.Storage.Messages;

namespace Pipeline.Workers.Queue;

/// <summary>Gives a result to those outside. Idempotent by the inbox's key and by the row, which says whether delivery is due.</summary>
public sealed class DeliverResultConsumer(ResultHandover handover) : IConsumer<DeliverResult>
{
    /// <summary>Part of the inbox's key: it never changes.</summary>
    public const string Name = "deliver-result";

    public Task Consume(ConsumeContext<DeliverResult> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        // Checkpoint: killed before the row is marked, the result is delivered again, with the same effect; after it, the message finds nothing due.
        return handover.DeliverAsync(
            new AdmissionRequest(new TenantId(context.Message.Tenant), new DocumentId(context.Message.Document), new MessageReceipt(Name, context.MessageId!.Value)),
            context.CancellationToken);
    }
}
