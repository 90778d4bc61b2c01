using Microsoft.EntityFrameworkCore;
using Pipeline.Domain.Costs;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;

namespace Pipeline.Storage.Documents;

/// <summary>Reads for those who sent documents, without locks. Deleted documents are not there; those of one-shot runs are found by id only.</summary>
public sealed class DocumentViews(PipelineDatabase database)
{
    public async Task<DocumentView?> FindAsync(DocumentId id, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var document = await context.Documents.AsNoTracking()
            .SingleOrDefaultAsync(document => document.Id == id && document.TenantId == database.Tenant && document.Stage != DocumentStage.Deleted, cancellationToken);
        return document is null ? null : DocumentView.Of(document);
    }

    /// <summary>The latest first.</summary>
    public async Task<IReadOnlyList<DocumentView>> ListAsync(DocumentFilter filter, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        // Version 7 ids sort by time: earlier is smaller. What comes in meanwhile is before the first page, never within one.
        var before = filter.After?.Value ?? Guid.AllBitsSet;
        var found = context.Documents.FromSql($"select * from documents where tenant_id = {database.Tenant.Value} and schema is not null and id < {before}").AsNoTracking();
        found = filter.Stage is { } stage ? found.Where(document => document.Stage == stage) : found.Where(document => document.Stage != DocumentStage.Deleted);
        if (filter.Reference is { } reference)
        {
            found = found.Where(document => document.Reference == reference);
        }

        if (filter.Batch is { } batch)
        {
            found = found.Where(document => document.BatchId == batch);
        }

        var documents = await found.OrderByDescending(document => document.Id).Take(filter.Limit).ToListAsync(cancellationToken);
        return [.. documents.Select(DocumentView.Of)];
    }

    public async Task<DocumentHistory> HistoryAsync(DocumentId id, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var attempts = await context.StageAttempts.AsNoTracking()
            .Where(attempt => attempt.DocumentId == id && attempt.TenantId == database.Tenant)
            .OrderBy(attempt => attempt.ClaimNumber)
            .ToListAsync(cancellationToken);
        var costs = await context.CostEntries.AsNoTracking()
            .Where(cost => cost.DocumentId == id && cost.TenantId == database.Tenant)
            .GroupBy(cost => new { cost.Currency, cost.Kind })
            .Select(group => new { group.Key.Currency, group.Key.Kind, Amount = group.Sum(cost => cost.Amount) })
            .ToListAsync(cancellationToken);
        return new DocumentHistory(
            [.. attempts.Select(ViewOf)],
            [.. costs.GroupBy(cost => cost.Currency).OrderBy(currency => currency.Key, StringComparer.Ordinal).Select(currency => new CostView(
                currency.Key,
                currency.Sum(cost => cost.Amount),
                currency.Where(cost => cost.Kind == CostKind.Waste).Sum(cost => cost.Amount)))]);
    }

    /// <summary>The result that the document ended with: of its last pipeline version, the latest revision.</summary>
    public async Task<StoredResult?> ResultAsync(DocumentId id, string pipelineVersion, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Results.AsNoTracking()
            .Where(result => result.DocumentId == id && result.TenantId == database.Tenant && result.PipelineVersion == pipelineVersion)
            .OrderByDescending(result => result.Revision)
            .Select(result => new StoredResult(result.Revision, result.Content))
            .FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<BatchView?> BatchAsync(BatchId id, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var batch = await context.Batches.AsNoTracking().SingleOrDefaultAsync(batch => batch.Id == id && batch.TenantId == database.Tenant, cancellationToken);
        if (batch is null)
        {
            return null;
        }

        var stages = await context.Documents.AsNoTracking()
            .Where(document => document.BatchId == id && document.TenantId == database.Tenant)
            .GroupBy(document => document.Stage)
            .ToDictionaryAsync(group => group.Key, group => group.Count(), cancellationToken);
        return new BatchView(batch.Id, batch.Name, batch.Reference, batch.CreatedAt, stages);
    }

    public async Task<BatchView> OpenBatchAsync(NewBatch asked, CancellationToken cancellationToken)
    {
        var batch = Batch.Open(database.Tenant, asked.Name, asked.Reference, database.Clock.GetUtcNow());
        await using var context = database.CreateContext();
        context.Batches.Add(batch);
        await context.SaveChangesAsync(cancellationToken);
        return new BatchView(batch.Id, batch.Name, batch.Reference, batch.CreatedAt, new Dictionary<DocumentStage, int>());
    }

    private static AttemptView ViewOf(StageAttempt attempt) => new(
        attempt.Stage,
        attempt.StartedAt,
        attempt.EndedAt,
        attempt.Outcome,
        attempt.FailureCode is { } code ? new DocumentFailure(code, attempt.FailureReason ?? "") : null);
}
