using Microsoft.EntityFrameworkCore;
using Pipeline.Storage.Database;

namespace Pipeline.Storage.Webhooks;

/// <summary>The events of a tenant that were given up, until somebody looks at them.</summary>
public sealed class DeadLetters(PipelineDatabase database)
{
    /// <summary>The latest first.</summary>
    public async Task<IReadOnlyList<DeadLetter>> ListAsync(int most, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var dead = await (
            from delivery in context.WebhookDeliveries.AsNoTracking()
            join webhook in context.Webhooks.AsNoTracking() on delivery.WebhookId equals webhook.Id
            where delivery.TenantId == database.Tenant && delivery.State == WebhookDeliveryState.Dead
            orderby delivery.EndedAt descending
            select new { delivery, webhook.Url }).Take(most).ToListAsync(cancellationToken);
        return [.. dead.Select(row => new DeadLetter(
            row.delivery.Id, row.delivery.WebhookId, row.delivery.Callback ?? row.Url, row.delivery.DocumentId, row.delivery.Event,
            row.delivery.EndedAt!.Value, row.delivery.Attempts, row.delivery.LastStatus, row.delivery.LastReason))];
    }

    /// <summary>Sends dead letters again from now on, for another day, under the ids they had. Those of removed and of disabled webhooks stay.</summary>
    /// <param name="id">One of them, or all of one webhook; null for all.</param>
    /// <param name="cancellationToken">Ends waiting for the database.</param>
    /// <returns>How many.</returns>
    public async Task<int> ReplayAsync(Guid? id, CancellationToken cancellationToken)
    {
        var now = database.Clock.GetUtcNow();
        await using var context = database.CreateContext();
        return await context.Database.ExecuteSqlAsync($"""
            update webhook_deliveries d
            set state = 'waiting', attempts = 0, next_attempt_at = {now}, give_up_at = {now + WebhookEvents.Patience}, ended_at = null
            from webhooks w
            where d.tenant_id = {database.Tenant.Value} and d.state = 'dead' and w.id = d.webhook_id and w.removed_at is null and w.disabled_at is null
              and ({id}::uuid is null or d.id = {id} or d.webhook_id = {id})
            """, cancellationToken);
    }
}
