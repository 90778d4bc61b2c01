using Microsoft.EntityFrameworkCore;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;

namespace Pipeline.Storage.Documents;

/// <summary>How the service as a whole stands, over all tenants: for operators.</summary>
public sealed class DocumentOverview(PipelineDatabase database)
{
    /// <summary>One row for each stage that has any, in the order of the journey.</summary>
    public async Task<IReadOnlyList<StageCount>> CountAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var rows = await context.Documents.AsNoTracking()
            .Where(document => document.Schema != null)
            .GroupBy(document => document.Stage)
            .Select(group => new { Stage = group.Key, All = group.Count(), Leased = group.Count(document => document.ClaimedBy != null), Oldest = group.Min(document => document.UpdatedAt) })
            .ToListAsync(cancellationToken);
        return [.. rows.OrderBy(row => row.Stage).Select(row => new StageCount(row.Stage, row.All, row.Leased, row.Oldest))];
    }

    /// <summary>Messages that wait to be published.</summary>
    public async Task<int> UnpublishedAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Outbox.AsNoTracking().CountAsync(message => message.PublishedAt == null, cancellationToken);
    }

    /// <summary>Documents of this tenant that failed and whose content is there, the oldest first.</summary>
    /// <param name="code">Only those with this code; null for all.</param>
    /// <param name="cancellationToken">Ends waiting for the database.</param>
    public async Task<IReadOnlyList<DocumentId>> FailedAsync(string? code, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Documents.AsNoTracking()
            .Where(document => document.TenantId == database.Tenant && document.Schema != null && document.Stage == DocumentStage.Failed && document.Sha256 != null)
            .Where(document => code == null || document.FailureCode == code)
            .OrderBy(document => document.Id)
            .Select(document => document.Id)
            .ToListAsync(cancellationToken);
    }
}
