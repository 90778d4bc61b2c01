using Microsoft.EntityFrameworkCore;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Access;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Database;

namespace Pipeline.Storage.Documents;

/// <summary>Takes blobs away that no document needs any more. What is to go is written down first, so a kill in between loses no removal.</summary>
public sealed class BlobRemovals(PipelineDatabase database, TenantBlobs blobs)
{
    private const int AtOnce = 100;

    // From storing a blob to committing the row that names it are milliseconds.
    private static readonly TimeSpan Unsettled = TimeSpan.FromMinutes(10);

    /// <summary>Notes blobs of this tenant that may be unnecessary now.</summary>
    public async Task RequestAsync(IReadOnlyCollection<string> hashes, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        await RequestAsync(context, database, hashes, cancellationToken);
    }

    /// <summary>Removes what was noted, of all tenants, where no document has that content or layout, and nobody stored it again since.</summary>
    /// <returns>What is gone now.</returns>
    public async Task<IReadOnlyList<(TenantId Tenant, string Sha256)>> RunAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var noted = await context.BlobRemovals.AsNoTracking().OrderBy(removal => removal.RequestedAt).Take(AtOnce).ToListAsync(cancellationToken);
        var gone = new List<(TenantId, string)>();
        foreach (var removal in noted)
        {
            if (await RemoveAsync(context, removal, cancellationToken))
            {
                gone.Add((removal.TenantId, removal.Sha256));
            }
        }

        return gone;
    }

    internal static Task RequestAsync(PipelineContext context, PipelineDatabase database, IReadOnlyCollection<string> hashes, CancellationToken cancellationToken) =>
        context.Database.ExecuteSqlAsync($"""
            insert into blob_removals (tenant_id, sha256, requested_at)
            select {database.Tenant.Value}, hash, {database.Clock.GetUtcNow()} from unnest({hashes.ToArray()}) hash
            on conflict (tenant_id, sha256) do update set requested_at = excluded.requested_at
            """, cancellationToken);

    private async Task<bool> RemoveAsync(PipelineContext context, BlobRemoval removal, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        // Nobody stores and names this content until the commit (ContextBlobs).
        await context.LockBlobAsync(removal.Sha256, cancellationToken);
        var needed = await context.Documents.AnyAsync(
            document => document.TenantId == removal.TenantId && document.Sha256 == removal.Sha256 && document.DuplicateOf == null, cancellationToken)
            || await context.Documents.AnyAsync(document => document.TenantId == removal.TenantId && document.LayoutSha256 == removal.Sha256, cancellationToken);
        var settled = database.Clock.GetUtcNow() - Unsettled;
        if (!needed && !blobs.Of(removal.TenantId).Remove(removal.Sha256, removal.RequestedAt > settled ? removal.RequestedAt : settled))
        {
            return false;
        }

        await context.BlobRemovals.Where(known => known.TenantId == removal.TenantId && known.Sha256 == removal.Sha256).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        return !needed;
    }
}
