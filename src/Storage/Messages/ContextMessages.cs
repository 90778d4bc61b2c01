using Microsoft.EntityFrameworkCore;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;

namespace Pipeline.Storage.Messages;

/// <summary>Writes messages beside the state that they follow from, and receipts beside the effect.</summary>
internal static class ContextMessages
{
    /// <summary>Call once the document stands where it will be committed. Does nothing for a document of a one-shot run, or one that is in somebody's hands.</summary>
    /// <returns>Whether there is a message: the caller raises the signal after its commit.</returns>
    public static bool Enqueue(this PipelineContext context, Document document, DateTimeOffset now)
    {
        if (!document.WantsWork)
        {
            return false;
        }

        context.Outbox.Add(OutboxMessage.For(document, now));
        document.Enqueued(now);
        return true;
    }

    /// <summary>Notes that a message has its effect in this transaction.</summary>
    /// <returns>False where it had it before: the caller leaves everything as it is.</returns>
    public static async Task<bool> ReceiveAsync(this PipelineContext context, TenantId tenant, MessageReceipt receipt, DateTimeOffset now, CancellationToken cancellationToken) =>
        await context.Database.ExecuteSqlAsync(
            $"insert into inbox (consumer, message_id, tenant_id, received_at) values ({receipt.Consumer}, {receipt.MessageId}, {tenant.Value}, {now}) on conflict do nothing",
            cancellationToken) == 1;
}
