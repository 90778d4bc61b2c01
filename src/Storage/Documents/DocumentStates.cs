using Microsoft.EntityFrameworkCore;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;

namespace Pipeline.Storage.Documents;

/// <summary>Asks how many documents and batches stand, in one query for all who want to know. Of all tenants: who may know was decided before.</summary>
public sealed class DocumentStates(PipelineDatabase database)
{
    public async Task<IReadOnlyList<DocumentState>> DocumentsAsync(IReadOnlyCollection<DocumentId> ids, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Documents.AsNoTracking()
            .Where(document => ids.Contains(document.Id))
            .Select(document => new DocumentState(document.Id, document.Stage, document.ClaimNumber, document.Failures, document.FailureCode, document.UpdatedAt))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Batches without documents are left out.</summary>
    public async Task<IReadOnlyList<BatchState>> BatchesAsync(IReadOnlyCollection<BatchId> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Select(id => (BatchId?)id).ToArray();
        await using var context = database.CreateContext();
        var counts = await context.Documents.AsNoTracking()
            .Where(document => document.BatchId != null && wanted.Contains(document.BatchId))
            .GroupBy(document => new { document.BatchId, document.Stage })
            .Select(group => new { group.Key.BatchId, group.Key.Stage, Count = group.Count(), Updated = group.Max(document => document.UpdatedAt) })
            .ToListAsync(cancellationToken);
        return [.. counts.GroupBy(count => count.BatchId!.Value).Select(batch => new BatchState(
            batch.Key,
            batch.ToDictionary(count => count.Stage, count => count.Count),
            batch.Max(count => count.Updated)))];
    }

    /// <summary>How many documents of the service wait or are in work; counting stops at <paramref name="most"/>.</summary>
    public async Task<int> WaitingAsync(int most, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Database.SqlQuery<int>($"""
            select count(*)::int as "Value" from (select 1 from documents where stage in ('received', 'reading', 'extracting') and schema is not null limit {most}) waiting
            """).SingleAsync(cancellationToken);
    }
}
