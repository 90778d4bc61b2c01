using Microsoft.EntityFrameworkCore;
using Pipeline.Domain.Costs;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;

namespace Pipeline.Storage.Documents;

/// <summary>Reads, without locks. Sets of ids may be large: they travel as one array.</summary>
public sealed class DocumentQueries(PipelineDatabase database)
{
    public async Task<IReadOnlyDictionary<DocumentId, DocumentSnapshot>> DocumentsAsync(IReadOnlyCollection<DocumentId> ids, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var documents = await context.Documents.AsNoTracking()
            .Where(document => ids.Contains(document.Id) && document.TenantId == database.Tenant)
            .ToListAsync(cancellationToken);
        return documents.ToDictionary(document => document.Id, document => new DocumentSnapshot(
            document.Id,
            document.Name,
            document.Sha256,
            document.Stage,
            document.DuplicateOf,
            document.Failures,
            document.PageCount,
            document.LayoutSha256,
            document.PipelineVersion,
            document.Failure));
    }

    /// <summary>How many of the documents are in each stage; stages without any are left out.</summary>
    public async Task<IReadOnlyDictionary<DocumentStage, int>> CountByStageAsync(IReadOnlyCollection<DocumentId> ids, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Documents.AsNoTracking()
            .Where(document => ids.Contains(document.Id) && document.TenantId == database.Tenant)
            .GroupBy(document => document.Stage)
            .ToDictionaryAsync(group => group.Key, group => group.Count(), cancellationToken);
    }

    /// <summary>The latest revision that a pipeline version made of each document that has one.</summary>
    public async Task<IReadOnlyDictionary<DocumentId, StoredResult>> ResultsAsync(IReadOnlyCollection<DocumentId> ids, string pipelineVersion, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var results = await context.Results.AsNoTracking()
            .Where(result => ids.Contains(result.DocumentId) && result.TenantId == database.Tenant && result.PipelineVersion == pipelineVersion)
            .Where(result => !context.Results.Any(later => later.DocumentId == result.DocumentId && later.PipelineVersion == pipelineVersion && later.Revision > result.Revision))
            .Select(result => new { result.DocumentId, result.Revision, result.Content })
            .ToListAsync(cancellationToken);
        return results.ToDictionary(result => result.DocumentId, result => new StoredResult(result.Revision, result.Content));
    }

    /// <summary>Costs of reading that the document's next result of this version will carry: add those of extraction for its cost statement.</summary>
    public async Task<IReadOnlyList<CostEntry>> ReadingCostsAsync(DocumentId id, string pipelineVersion, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var booked = await context.CarriedReadingCostsAsync(id, pipelineVersion, cancellationToken);
        return [.. booked.Select(cost => cost.ToEntry())];
    }
}
