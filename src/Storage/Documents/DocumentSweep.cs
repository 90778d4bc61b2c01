using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Pipeline.Storage.Database;
using Pipeline.Storage.Messages;

namespace Pipeline.Storage.Documents;

/// <summary>Finds what was left lying, of all tenants: a lost message or a killed worker is never a lost document.</summary>
public sealed class DocumentSweep(PipelineDatabase database)
{
    /// <summary>Takes back the leases that ran out, and enqueues their documents anew. No failure is counted.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ReturnExpiredLeasesAsync(CancellationToken cancellationToken)
    {
        var now = database.Clock.GetUtcNow();
        await using var context = database.CreateContext();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var documents = await context.Documents
            .FromSql($"select * from documents where stage in ('reading', 'extracting') and lease_until <= {now} for update skip locked")
            .ToListAsync(cancellationToken);
        foreach (var document in documents)
        {
            await context.EndAttemptAsync(document.Id, document.ClaimNumber, AttemptOutcome.Expired, null, now, cancellationToken);
            document.ReturnLease(now);
            context.Enqueue(document, now);
        }

        await CommitAsync(context, transaction, documents.Count, cancellationToken);
        return documents.Count;
    }

    /// <summary>Enqueues again each document that waits, is due, has no message waiting in the outbox, and had its last one <paramref name="silence"/> ago or earlier.</summary>
    /// <param name="silence">Long enough for a message that is on its way; doubled with each message that did not move the document, up to 64 times, so that a long queue is not
    /// filled with copies of what is in it. <see cref="TimeSpan.Zero"/> at the start of an in-memory broker, which forgot all.</param>
    /// <param name="most">At most so many at a time, the oldest first.</param>
    /// <param name="cancellationToken">Ends waiting for the database.</param>
    /// <returns>How many.</returns>
    public async Task<int> EnqueueForgottenAsync(TimeSpan silence, int most, CancellationToken cancellationToken)
    {
        var now = database.Clock.GetUtcNow();
        await using var context = database.CreateContext();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var documents = await context.Documents.FromSql($"""
            select * from documents d
            where d.schema is not null
              and (d.stage in ('received', 'extracting') and d.claimed_by is null or d.delivery_due)
              and (d.next_attempt_at is null or d.next_attempt_at <= {now})
              and (d.enqueued_at is null or d.enqueued_at + {silence} * power(2, least(greatest(d.enqueues - 1, 0), 6)) <= {now})
              and not exists (select 1 from outbox o where o.document_id = d.id and o.published_at is null)
            order by d.id limit {most} for update skip locked
            """).ToListAsync(cancellationToken);
        foreach (var document in documents)
        {
            context.Enqueue(document, now);
        }

        await CommitAsync(context, transaction, documents.Count, cancellationToken);
        return documents.Count;
    }

    private async Task CommitAsync(PipelineContext context, IDbContextTransaction transaction, int changed, CancellationToken cancellationToken)
    {
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        if (changed > 0)
        {
            database.Signal.Raise();
        }
    }
}
