using Microsoft.EntityFrameworkCore;
using Pipeline.Storage.Database;

namespace Pipeline.Storage.Webhooks;

/// <summary>The webhooks of a tenant.</summary>
public sealed class WebhookRegistry(PipelineDatabase database)
{
    /// <summary>A day: for receivers that are changed by hand.</summary>
    public static readonly TimeSpan SecretOverlap = TimeSpan.FromDays(1);

    /// <returns>With its secret, which is not shown again.</returns>
    public async Task<Webhook> AddAsync(Uri url, IReadOnlyList<WebhookEvent> events, bool includeResult, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(url);
        await using var context = database.CreateContext();
        var webhook = Webhook.Add(database.Tenant, url.AbsoluteUri, [.. events.Distinct().Select(WebhookText.Of)], includeResult, (WebhookSecret.Create(), database.Clock.GetUtcNow()));
        context.Webhooks.Add(webhook);
        await context.SaveChangesAsync(cancellationToken);
        return webhook;
    }

    /// <summary>Those that were not removed, the oldest first; the row of callbacks among them, where a document named one.</summary>
    public async Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Webhooks.AsNoTracking()
            .Where(webhook => webhook.TenantId == database.Tenant && webhook.RemovedAt == null)
            .OrderBy(webhook => webhook.Id)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Makes another secret. The old one signs as well for <see cref="SecretOverlap"/>.</summary>
    /// <returns>The new one, which is not shown again; null where there is no such webhook.</returns>
    public Task<string?> ChangeSecretAsync(Guid id, CancellationToken cancellationToken) => ChangeAsync(id, webhook =>
    {
        webhook.Change(WebhookSecret.Create(), SecretOverlap, database.Clock.GetUtcNow());
        return webhook.Secret;
    }, cancellationToken);

    /// <summary>Lets a disabled webhook be told again. What it missed is among the dead letters.</summary>
    /// <returns>False where there is no such webhook.</returns>
    public async Task<bool> EnableAsync(Guid id, CancellationToken cancellationToken) => await ChangeAsync(id, webhook =>
    {
        webhook.Enable();
        return "";
    }, cancellationToken) is not null;

    /// <summary>Ends a webhook for good; what waits for it is not sent. The row of callbacks cannot be removed.</summary>
    /// <returns>False where there is no such webhook.</returns>
    public async Task<bool> RemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = database.Clock.GetUtcNow();
        var removed = await ChangeAsync(id, webhook =>
        {
            if (webhook.Url is null)
            {
                return null;
            }

            webhook.Remove(now);
            return "";
        }, cancellationToken) is not null;
        if (removed)
        {
            await using var context = database.CreateContext();
            await context.Database.ExecuteSqlAsync(
                $"update webhook_deliveries set state = 'dead', ended_at = {now}, lease_until = null, last_reason = 'removed' where webhook_id = {id} and state = 'waiting'", cancellationToken);
        }

        return removed;
    }

    private async Task<string?> ChangeAsync(Guid id, Func<Webhook, string?> change, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var found = await context.Webhooks
            .FromSql($"select * from webhooks where id = {id} and tenant_id = {database.Tenant.Value} and removed_at is null for update")
            .ToListAsync(cancellationToken);
        if (found is not [var webhook])
        {
            return null;
        }

        var answer = change(webhook);
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        return answer;
    }
}
