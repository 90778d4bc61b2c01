using Microsoft.EntityFrameworkCore;
using Pipeline.Domain.Costs;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;
using Pipeline.Storage.Messages;

namespace Pipeline.Storage.Documents;

/// <summary>Who works on what. A lease carries the work; when its worker is gone the document goes back, and no failure is counted.</summary>
public sealed class DocumentClaims(PipelineDatabase database)
{
    /// <summary>Takes one document for the work of a stage: null when it is elsewhere in its journey, or under a live lease.</summary>
    /// <param name="id">Which document.</param>
    /// <param name="waitingIn"><see cref="DocumentStage.Received"/> to read it, <see cref="DocumentStage.Extracting"/> to extract from it.</param>
    /// <param name="worker">Names the worker in the history.</param>
    /// <param name="lease">How long the claim holds without a heartbeat.</param>
    /// <param name="cancellationToken">Ends waiting for the database.</param>
    public async Task<ClaimedDocument?> ClaimAsync(DocumentId id, DocumentStage waitingIn, string worker, TimeSpan lease, CancellationToken cancellationToken) =>
        await ClaimFirstAsync([id.Value], waitingIn, worker, lease, null, cancellationToken);

    /// <summary>As a message asks for it: null also where the same message led to a claim before. The receipt is written in the transaction of the claim (unique: the inbox's key).</summary>
    public async Task<ClaimedDocument?> ClaimAsync(DocumentId id, DocumentStage waitingIn, string worker, TimeSpan lease, MessageReceipt message, CancellationToken cancellationToken) =>
        await ClaimFirstAsync([id.Value], waitingIn, worker, lease, message, cancellationToken);

    /// <summary>Takes the first that waits in a stage among the given documents, in the order of arrival: null when none does. Never waits for another worker.</summary>
    public async Task<ClaimedDocument?> ClaimNextAsync(IReadOnlyCollection<DocumentId> among, DocumentStage waitingIn, string worker, TimeSpan lease, CancellationToken cancellationToken) =>
        await ClaimFirstAsync([.. among.Select(id => id.Value)], waitingIn, worker, lease, null, cancellationToken);

    /// <summary>Prolongs leases, of any tenant: a claim is the right by itself. Returns the claims that are lost: their work is void and should stop.</summary>
    public async Task<IReadOnlyList<DocumentClaim>> HeartbeatAsync(IReadOnlyCollection<DocumentClaim> claims, TimeSpan lease, CancellationToken cancellationToken)
    {
        var ids = claims.Select(claim => claim.Document.Value).ToArray();
        var numbers = claims.Select(claim => claim.Number).ToArray();
        var until = database.Clock.GetUtcNow() + lease;
        await using var context = database.CreateContext();
        // A row that is locked is left out, not waited for: its holder is writing what the work led to. Waiting would also keep the row locked after that
        // (PostgreSQL locks the newest version before it looks at it), and a consumer whose message follows from that write skips what is locked: the document would lie until the sweeper.
        await context.Database.ExecuteSqlAsync($"""
            update documents d set lease_until = {until}
            from (
                select o.id from documents o join unnest({ids}, {numbers}) as held (id, claim_number) on o.id = held.id and o.claim_number = held.claim_number
                where o.claimed_by is not null for no key update of o skip locked
            ) as own
            where d.id = own.id
            """, cancellationToken);
        var held = await context.Database.SqlQuery<Guid>($"""
            select d.id as "Value" from documents d join unnest({ids}, {numbers}) as held (id, claim_number) on d.id = held.id and d.claim_number = held.claim_number
            where d.claimed_by is not null
            """).ToListAsync(cancellationToken);
        var alive = held.ToHashSet();
        return [.. claims.Where(claim => !alive.Contains(claim.Document.Value))];
    }

    /// <summary>Hands a document back undone, as on Ctrl-C; it waits where it waited before. What was spent is booked as waste.</summary>
    public async Task<WriteOutcome> ReleaseAsync(DocumentClaim claim, IReadOnlyList<CostEntry> spent, CancellationToken cancellationToken)
    {
        await using var write = await ClaimedWrite.BeginAsync(database, claim, cancellationToken);
        if (write.Document is null)
        {
            return write.OutcomeOf(AttemptOutcome.Released);
        }

        write.Document.Release(claim, write.Now);
        write.Book(spent.Select(entry => entry.AsWaste()));
        await write.CommitAsync(AttemptOutcome.Released, null, cancellationToken);
        return WriteOutcome.Written;
    }

    /// <summary>Hands a document back undone because something that every document needs is away for now. No failure; nobody takes it before <paramref name="notBefore"/>.</summary>
    public async Task<WriteOutcome> PostponeAsync(DocumentClaim claim, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        await using var write = await ClaimedWrite.BeginAsync(database, claim, cancellationToken);
        if (write.Document is null)
        {
            return write.OutcomeOf(AttemptOutcome.Released);
        }

        write.Document.Postpone(claim, notBefore, write.Now);
        await write.CommitAsync(AttemptOutcome.Released, null, cancellationToken);
        return WriteOutcome.Written;
    }

    /// <summary>Returns every lease, live or not: right only for a database of our own (the data folder is locked by us), where no worker can be alive yet.</summary>
    public Task<int> ReturnStaleLeasesAsync(CancellationToken cancellationToken) => ReturnLeasesAsync(DateTimeOffset.MaxValue, cancellationToken);

    /// <summary>Returns the leases whose workers were not heard of in time.</summary>
    public Task<int> ReturnExpiredLeasesAsync(CancellationToken cancellationToken) => ReturnLeasesAsync(database.Clock.GetUtcNow(), cancellationToken);

    private async Task<int> ReturnLeasesAsync(DateTimeOffset leasedUntil, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var documents = await context.Documents
            .FromSql($"select * from documents where tenant_id = {database.Tenant.Value} and stage in ('reading', 'extracting') and lease_until <= {leasedUntil} for update skip locked")
            .ToListAsync(cancellationToken);
        var now = database.Clock.GetUtcNow();
        foreach (var document in documents)
        {
            await context.EndAttemptAsync(document.Id, document.ClaimNumber, AttemptOutcome.Expired, null, now, cancellationToken);
            document.ReturnLease(now);
        }

        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        return documents.Count;
    }

    private async Task<ClaimedDocument?> ClaimFirstAsync(Guid[] among, DocumentStage waitingIn, string worker, TimeSpan lease, MessageReceipt? message, CancellationToken cancellationToken)
    {
        var now = database.Clock.GetUtcNow();
        var waiting = LowerCaseText<DocumentStage>.Write(waitingIn);
        var working = LowerCaseText<DocumentStage>.Write(WorkingStage(waitingIn));
        await using var context = database.CreateContext();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var found = await context.Documents.FromSql($"""
            select * from documents
            where id = any({among}) and tenant_id = {database.Tenant.Value}
              and (stage = {waiting} and claimed_by is null and (next_attempt_at is null or next_attempt_at <= {now}) or stage = {working} and lease_until <= {now})
            order by received_at, id limit 1 for no key update skip locked
            """).ToListAsync(cancellationToken);
        if (found is not [var document] || (message is not null && !await context.ReceiveAsync(database.Tenant, message, now, cancellationToken)))
        {
            return null;
        }

        if (document.ClaimedBy is not null)
        {
            await context.EndAttemptAsync(document.Id, document.ClaimNumber, AttemptOutcome.Expired, null, now, cancellationToken);
        }

        var claim = document.Claim(worker, lease, now);
        context.StageAttempts.Add(StageAttempt.Start(database.Tenant, claim, now));
        await context.SaveChangesAsync(cancellationToken);
        // Checkpoint: cancelled or killed after the commit, the claim is nobody's and goes back with its lease. It is never two workers'.
        await transaction.CommitAsync(CancellationToken.None);
        return new ClaimedDocument(claim, document.Name, document.SourcePath, document.Sha256!, LayoutOf(document), document.Failures)
        {
            Tenant = document.TenantId,
            Schema = document.Schema,
            Priority = document.Priority,
            Batch = document.BatchId,
            Reference = document.Reference,
            Labels = document.Labels,
        };
    }

    private static DocumentStage WorkingStage(DocumentStage waitingIn) => waitingIn switch
    {
        DocumentStage.Received => DocumentStage.Reading,
        DocumentStage.Extracting => DocumentStage.Extracting,
        DocumentStage.Reading or DocumentStage.Done or DocumentStage.Failed or DocumentStage.Duplicate or DocumentStage.Deleted =>
            throw new ArgumentOutOfRangeException(nameof(waitingIn), waitingIn, "Documents wait as received or extracting."),
    };

    private static LayoutReference? LayoutOf(Document document) =>
        document is { LayoutSha256: { } sha256, PageCount: { } pages, ReaderVersion: { } reader } ? new LayoutReference(sha256, pages, reader) : null;
}
