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
    private const int AskedAtOnce = 1000;

    // From storing a blob to committing the row that names it are milliseconds.
    private static readonly TimeSpan Unsettled = TimeSpan.FromMinutes(10);

    // The last of a large batch may come in hours after the first was staged.
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(3);

    /// <summary>Notes blobs of this tenant that may be unnecessary now.</summary>
    public async Task RequestAsync(IReadOnlyCollection<string> hashes, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        await RequestAsync(context, database, hashes, cancellationToken);
    }

    /// <summary>Looks at the part of the stores whose turn it is. Call it about once a minute: all have had their turn after four hours, also where processes are restarted often.</summary>
    /// <returns>How many were noted.</returns>
    public Task<int> RequestUnnamedAsync(CancellationToken cancellationToken) => RequestUnnamedAsync((byte)(database.Clock.GetUtcNow().ToUnixTimeSeconds() / 60), cancellationToken);

    /// <summary>Notes blobs, of all tenants, that no row names: what a kill or a lost connection left between storing a blob and committing its row.
    /// Looks at one part of the stores, of 256, so that a large one is gone through over hours.</summary>
    /// <param name="part">First byte of the blobs' names.</param>
    /// <param name="cancellationToken">Ends the search; what was noted stays so.</param>
    /// <returns>How many.</returns>
    public async Task<int> RequestUnnamedAsync(byte part, CancellationToken cancellationToken)
    {
        var now = database.Clock.GetUtcNow();
        var noted = 0;
        await using var context = database.CreateContext();
        foreach (var tenant in blobs.Tenants())
        {
            var store = blobs.Of(tenant);
            store.RemoveLeftovers(now - Abandoned);
            foreach (var hashes in store.WrittenBefore(part, now - Unsettled).Chunk(AskedAtOnce))
            {
                // The removal itself looks once more, under its lock.
                noted += await context.Database.ExecuteSqlAsync($"""
                    insert into blob_removals (tenant_id, sha256, requested_at)
                    select {tenant.Value}, hash, {now} from unnest({hashes}) hash
                    where exists (select 1 from tenants t where t.id = {tenant.Value})
                      and not exists (select 1 from documents d where d.tenant_id = {tenant.Value} and d.sha256 = hash and d.duplicate_of is null)
                      and not exists (select 1 from documents d where d.tenant_id = {tenant.Value} and d.layout_sha256 = hash)
                    on conflict do nothing
                    """, cancellationToken);
            }
        }

        return noted;
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
