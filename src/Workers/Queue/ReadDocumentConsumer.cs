using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Domain.Documents;
using Pipeline.Domain.Messages;
using Pipeline.Storage.Messages;

namespace Pipeline.Workers.Queue;

/// <summary>Takes a document in for reading, once there is room. Idempotent by the inbox's key and by the row, which can be claimed only where it waits.</summary>
public sealed class ReadDocumentConsumer([FromKeyedServices(DocumentStage.Received)] StageAdmission admission) : IConsumer<ReadDocument>
{
    /// <summary>Part of the inbox's key: it never changes.</summary>
    public const string Name = "read-document";

    public Task Consume(ConsumeContext<ReadDocument> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        // Checkpoint: killed before the claim commits, the broker delivers again; after it and before the acknowledgement, it delivers again to an inbox that knows the message.
        return admission.AdmitAsync(
            new AdmissionRequest(new TenantId(context.Message.Tenant), new DocumentId(context.Message.Document), new MessageReceipt(Name, context.MessageId!.Value)),
            QueueNames.PriorityOf(context.ReceiveContext.InputAddress),
            context.CancellationToken);
    }
}
