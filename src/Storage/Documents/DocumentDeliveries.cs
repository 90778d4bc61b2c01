using Microsoft.EntityFrameworkCore;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;
using Pipeline.Storage.Messages;

namespace Pipeline.Storage.Documents;

/// <summary>Who gives a result to the outside, and that it was given.</summary>
public sealed class DocumentDeliveries(PipelineDatabase database)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);

    // Within a minute of the recovery of a full disk, or of a network folder that was away, all goes on.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>Delivers what is due, once among all that try at the same time, and notes it.</summary>
    /// <param name="id">Which document.</param>
    /// <param name="message">Noted with the delivery.</param>
    /// <param name="deliver">Runs on connections of its own while the row is held with FOR NO KEY UPDATE: it may write rows that refer to the document, but must not lock or write the document's.
    /// It may run again for the same result: a process can die before the commit.</param>
    /// <param name="cancellationToken">Ends waiting, and is given to <paramref name="deliver"/>.</param>
    /// <returns>False where nothing is due, or another is at it.</returns>
    public async Task<bool> DeliverAsync(DocumentId id, MessageReceipt message, Func<CancellationToken, Task> deliver, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await HoldAsync(context, id, cancellationToken) is not { } document
            || !await context.ReceiveAsync(database.Tenant, message, database.Clock.GetUtcNow(), cancellationToken))
        {
            return false;
        }

        await deliver(cancellationToken);
        document.Delivered(database.Clock.GetUtcNow());
        await context.SaveChangesAsync(CancellationToken.None);
        // Checkpoint: killed before this commit, the result was delivered and is delivered again: the file has the same content, the webhook the same id.
        await transaction.CommitAsync(CancellationToken.None);
        return true;
    }

    /// <summary>Tries again later: after 5 s, then twice as long each time, up to a minute.</summary>
    /// <returns>After how long; null where nothing is due, or another is at it.</returns>
    public async Task<TimeSpan?> PostponeAsync(DocumentId id, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await HoldAsync(context, id, cancellationToken) is not { } document)
        {
            return null;
        }

        var now = database.Clock.GetUtcNow();
        var longer = FirstPause * Math.Pow(2, Math.Clamp(document.Enqueues - 1, 0, 10));
        var pause = longer < LongestPause ? longer : LongestPause;
        document.PostponeDelivery(now + pause);
        context.Enqueue(document, now);
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        return pause;
    }

    private async Task<Document?> HoldAsync(PipelineContext context, DocumentId id, CancellationToken cancellationToken)
    {
        var due = await context.Documents
            .FromSql($"select * from documents where id = {id.Value} and tenant_id = {database.Tenant.Value} and delivery_due for no key update skip locked")
            .ToListAsync(cancellationToken);
        return due.SingleOrDefault();
    }
}
