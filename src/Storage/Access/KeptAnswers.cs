using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Pipeline.Storage.Database;

namespace Pipeline.Storage.Access;

/// <summary>Answers under the keys that clients chose, for a day: a request that is repeated has its effect once.</summary>
public sealed class KeptAnswers(PipelineDatabase database)
{
    /// <summary>A hold that was not renewed for so long is taken to be a killed process's.</summary>
    public static readonly TimeSpan HoldFor = TimeSpan.FromSeconds(30);

    public static readonly TimeSpan KeepFor = TimeSpan.FromHours(24);

    /// <summary>Takes the key for a request (unique: the primary key), or says what became of an earlier one.</summary>
    public async Task<IdempotencyStart> BeginAsync(string clientKey, CancellationToken cancellationToken)
    {
        var now = database.Clock.GetUtcNow();
        var hold = new IdempotencyHold(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(clientKey))), Guid.CreateVersion7());
        await using var context = database.CreateContext();
        var taken = await context.Database.ExecuteSqlAsync($"""
            insert into idempotency_keys as k (tenant_id, key, holder, held_until, created_at)
            values ({database.Tenant.Value}, {hold.Key}, {hold.Holder}, {now + HoldFor}, {now})
            on conflict (tenant_id, key) do update
            set holder = excluded.holder, held_until = excluded.held_until, created_at = excluded.created_at, fingerprint = null, answer = null
            where k.answer is null and k.held_until <= {now} or k.created_at <= {now - KeepFor}
            """, cancellationToken);
        if (taken == 1)
        {
            return new IdempotencyStart(hold, null, null);
        }

        var known = await context.IdempotencyKeys.AsNoTracking().SingleOrDefaultAsync(key => key.TenantId == database.Tenant && key.Key == hold.Key, cancellationToken);
        return new IdempotencyStart(null, known?.Fingerprint, known?.Answer);
    }

    /// <summary>Keeps the hold alive while a long body arrives.</summary>
    public async Task RenewAsync(IdempotencyHold hold, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        await context.Database.ExecuteSqlAsync($"""
            update idempotency_keys set held_until = {database.Clock.GetUtcNow() + HoldFor}
            where tenant_id = {database.Tenant.Value} and key = {hold.Key} and holder = {hold.Holder} and answer is null
            """, cancellationToken);
    }

    /// <summary>The request was refused or went away: the client may use the key again.</summary>
    public async Task AbandonAsync(IdempotencyHold hold, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        await context.Database.ExecuteSqlAsync($"""
            delete from idempotency_keys where tenant_id = {database.Tenant.Value} and key = {hold.Key} and holder = {hold.Holder} and answer is null
            """, cancellationToken);
    }

    /// <summary>Removes what was kept long enough, of all tenants.</summary>
    public async Task<int> PurgeAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Database.ExecuteSqlAsync($"delete from idempotency_keys where created_at <= {database.Clock.GetUtcNow() - KeepFor}", cancellationToken);
    }

    /// <summary>Within the transaction of the effect: false when another request has taken the key over.</summary>
    internal static async Task<bool> WriteAsync(PipelineContext context, PipelineDatabase database, KeptAnswer answer, string text, CancellationToken cancellationToken) =>
        await context.Database.ExecuteSqlAsync($"""
            update idempotency_keys set fingerprint = {answer.Fingerprint}, answer = {text}
            where tenant_id = {database.Tenant.Value} and key = {answer.Hold.Key} and holder = {answer.Hold.Holder} and answer is null
            """, cancellationToken) == 1;
}
