using Microsoft.EntityFrameworkCore;
using Npgsql;
using Pipeline.Domain.Costs;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;
using Pipeline.Storage.Messages;

namespace Pipeline.Storage.Documents;

/// <summary>Lets documents in, and in again.</summary>
public sealed class DocumentIntake(PipelineDatabase database)
{
    // Each try loses only to another that succeeded; a handful of registrars at once is the most there is.
    private const int MaxTries = 5;

    /// <summary>Registers a file once per place and content, however often it is called (unique: ux_documents_source).
    /// The first place of a content is its original, later ones are duplicates of it (unique: ux_documents_original).</summary>
    /// <param name="file">Its blob must be stored before.</param>
    /// <param name="order">What the service is to do with it; null for a one-shot run. With an order, the message that starts the work is in the same transaction.</param>
    /// <param name="cancellationToken">Ends waiting for the database.</param>
    public Task<RegisteredDocument> RegisterAsync(SourceFile file, DocumentOrder? order, CancellationToken cancellationToken) =>
        WithRetryAsync(token => TryRegisterAsync(file, order, token), cancellationToken);

    /// <summary>Keeps a row for a file that has no content to speak of, so that it ends in a typed outcome as every other.</summary>
    public Task<RegisteredDocument> RegisterUnreadableAsync(string name, string sourcePath, DocumentFailure failure, DocumentOrder? order, CancellationToken cancellationToken) =>
        WithRetryAsync(token => TryRegisterUnreadableAsync((name, sourcePath, failure), order, token), cancellationToken);

    /// <summary>Sends a document that is done or failed through again; the stage where it waits now.</summary>
    /// <param name="id">Must exist.</param>
    /// <param name="reason">Kept with the document.</param>
    /// <param name="readerVersion">A layout made by this version is used again, and reading is skipped.</param>
    /// <param name="cancellationToken">Ends waiting for the row.</param>
    /// <exception cref="IllegalTransitionException">The document is not done or failed, or its file could not be read.</exception>
    public async Task<DocumentStage> ReopenAsync(DocumentId id, ReopenReason reason, string readerVersion, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var document = await context.LockDocumentAsync(database.Tenant, id, cancellationToken)
            ?? throw new ArgumentException($"There is no document {id}.", nameof(id));
        document.Reopen(reason, readerVersion, database.Clock.GetUtcNow());

        // Work that never came to a result is lost now, but for a reading whose layout is used again.
        var spent = await context.CostEntries.Where(cost => cost.DocumentId == id && cost.Kind == CostKind.Work && cost.ResultId == null).ToListAsync(cancellationToken);
        foreach (var cost in spent.Where(cost => document.Stage == DocumentStage.Received || cost.Stage != DocumentStage.Reading))
        {
            cost.BecomeWaste();
        }

        var enqueued = context.Enqueue(document, database.Clock.GetUtcNow());
        var tally = CostTally.Of(context);
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        tally.Count();
        if (enqueued)
        {
            database.Signal.Raise();
        }

        return document.Stage;
    }

    private async Task<RegisteredDocument> TryRegisterAsync(SourceFile file, DocumentOrder? order, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var now = database.Clock.GetUtcNow();
        var key = Document.KeyOf(file.Path);
        var known = await context.Documents.SingleOrDefaultAsync(
            document => document.TenantId == database.Tenant && document.SourceKey == key && document.Sha256 == file.Sha256, cancellationToken);
        if (known is not null)
        {
            return await RenamedAsync(context, known, file.Name, cancellationToken);
        }

        // Locked against deletion until the commit: a duplicate of what is just being deleted would have no result.
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var schema = order?.Schema;
        var original = (await context.Documents.FromSql($"""
            select * from documents
            where tenant_id = {database.Tenant.Value} and sha256 = {file.Sha256} and duplicate_of is null and schema is not distinct from {schema}
            for key share
            """).AsNoTracking().ToListAsync(cancellationToken)).SingleOrDefault();
        var added = original is { } first
            ? Document.Duplicate(database.Tenant, file, first.Id, order, now)
            : Document.Receive(database.Tenant, file, order, now);
        return await AddedAsync(context, added, now, cancellationToken);
    }

    private async Task<RegisteredDocument> TryRegisterUnreadableAsync((string Name, string Path, DocumentFailure Failure) file, DocumentOrder? order, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var now = database.Clock.GetUtcNow();
        var key = Document.KeyOf(file.Path);
        var known = await context.Documents.SingleOrDefaultAsync(
            document => document.TenantId == database.Tenant && document.SourceKey == key && document.Sha256 == null, cancellationToken);
        if (known is not null)
        {
            known.StillUnreadable(file.Failure, now);
            return await RenamedAsync(context, known, file.Name, cancellationToken);
        }

        var added = Document.Unreadable(database.Tenant, file.Name, file.Path, file.Failure, order, now);
        return await AddedAsync(context, added, now, cancellationToken);
    }

    private async Task<RegisteredDocument> AddedAsync(PipelineContext context, Document added, DateTimeOffset now, CancellationToken cancellationToken)
    {
        context.Documents.Add(added);
        var enqueued = context.Enqueue(added, now);
        // Checkpoint: killed before this commit, there is neither a row nor a message, and whoever sent the document was told nothing; after it, both are there.
        await context.SaveChangesAsync(cancellationToken);
        if (context.Database.CurrentTransaction is { } transaction)
        {
            await transaction.CommitAsync(CancellationToken.None);
        }

        if (enqueued)
        {
            database.Signal.Raise();
        }

        return Registered(added, isNew: true);
    }

    private async Task<RegisteredDocument> RenamedAsync(PipelineContext context, Document known, string name, CancellationToken cancellationToken)
    {
        if (known.Name != name)
        {
            known.Rename(name, database.Clock.GetUtcNow());
        }

        await context.SaveChangesAsync(cancellationToken);
        return Registered(known, isNew: false);
    }

    private static async Task<RegisteredDocument> WithRetryAsync(Func<CancellationToken, Task<RegisteredDocument>> register, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await register(cancellationToken);
            }
            catch (DbUpdateException exception) when (attempt < MaxTries && IsRace(exception))
            {
                // Another registrar, or a worker on this document, was a moment faster: what it wrote is what we look at now.
            }
        }
    }

    private static bool IsRace(DbUpdateException exception) =>
        exception is DbUpdateConcurrencyException || exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    private static RegisteredDocument Registered(Document document, bool isNew) =>
        new(document.Id, document.Stage, isNew, document.DuplicateOf, document.PipelineVersion, document.FailureCode);
}
