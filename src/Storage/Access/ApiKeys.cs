using Microsoft.EntityFrameworkCore;
using Pipeline.Storage.Database;

namespace Pipeline.Storage.Access;

/// <summary>Makes, finds and revokes the keys of the API.</summary>
public sealed class ApiKeys(PipelineDatabase database)
{
    public async Task<IssuedApiKey> CreateAsync(NewApiKey asked, CancellationToken cancellationToken)
    {
        var secret = ApiSecret.Create();
        var key = ApiKey.Issue(database.Tenant, asked, secret, database.Clock.GetUtcNow());
        await using var context = database.CreateContext();
        context.ApiKeys.Add(key);
        await context.SaveChangesAsync(cancellationToken);
        return new IssuedApiKey(ApiKeyRecord.Of(key), secret);
    }

    /// <summary>All keys of the tenant, revoked ones too, the oldest first.</summary>
    public async Task<IReadOnlyList<ApiKeyRecord>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var keys = await context.ApiKeys.AsNoTracking().Where(key => key.TenantId == database.Tenant).OrderBy(key => key.Id).ToListAsync(cancellationToken);
        return [.. keys.Select(ApiKeyRecord.Of)];
    }

    /// <summary>Ends a key for good; running processes see it within seconds.</summary>
    /// <param name="named">Its id or its prefix.</param>
    /// <param name="cancellationToken">Ends waiting for the database.</param>
    /// <returns>How many it ended; two keys may have the same prefix, though that is one chance in 10^12.</returns>
    public async Task<int> RevokeAsync(string named, CancellationToken cancellationToken)
    {
        var id = Guid.TryParse(named, out var parsed) ? parsed : (Guid?)null;
        await using var context = database.CreateContext();
        var keys = await context.ApiKeys.Where(key => key.TenantId == database.Tenant && (key.Id == id || key.Prefix == named)).ToListAsync(cancellationToken);
        keys.ForEach(key => key.Revoke(database.Clock.GetUtcNow()));
        await context.SaveChangesAsync(cancellationToken);
        return keys.Count;
    }

    /// <summary>The key of any tenant: it is the key that says whose request this is. Null where there is none; it may be revoked or expired.</summary>
    public async Task<ApiKeyRecord?> FindAsync(string hash, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var key = await context.ApiKeys.AsNoTracking().SingleOrDefaultAsync(key => key.Hash == hash, cancellationToken);
        return key is null ? null : ApiKeyRecord.Of(key);
    }

    /// <summary>Which of these keys, of any tenant, are neither revoked nor expired.</summary>
    public async Task<IReadOnlySet<Guid>> LiveAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var now = database.Clock.GetUtcNow();
        await using var context = database.CreateContext();
        var live = await context.ApiKeys.AsNoTracking()
            .Where(key => ids.Contains(key.Id) && key.RevokedAt == null && (key.ExpiresAt == null || key.ExpiresAt > now))
            .Select(key => key.Id).ToListAsync(cancellationToken);
        return live.ToHashSet();
    }

    /// <summary>Notes when keys were last used, of all tenants.</summary>
    public async Task TouchAsync(IReadOnlyDictionary<Guid, DateTimeOffset> used, CancellationToken cancellationToken)
    {
        var ids = used.Keys.ToArray();
        var times = used.Values.ToArray();
        await using var context = database.CreateContext();
        await context.Database.ExecuteSqlAsync($"""
            update api_keys k set last_used_at = greatest(k.last_used_at, u.at)
            from unnest({ids}, {times}) as u (id, at) where k.id = u.id
            """, cancellationToken);
    }

    /// <summary>Documents and bytes that a key sent today (UTC).</summary>
    public async Task<(long Documents, long Bytes)> UsedTodayAsync(Guid id, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(database.Clock.GetUtcNow().UtcDateTime);
        await using var context = database.CreateContext();
        var usage = await context.ApiUsage.AsNoTracking().SingleOrDefaultAsync(usage => usage.KeyId == id && usage.Day == today && usage.TenantId == database.Tenant, cancellationToken);
        return (usage?.Documents ?? 0, usage?.Bytes ?? 0);
    }
}
