using Microsoft.EntityFrameworkCore;
using Pipeline.Storage.Database;

namespace Pipeline.Storage.Webhooks;

/// <summary>Notes who is to be told of an event: one row for each receiver, however often it is called (unique: ux_webhook_deliveries_event).</summary>
public sealed class WebhookEvents(PipelineDatabase database)
{
    /// <summary>A day, as docs/webhooks.md promises.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    /// <returns>How many rows are new.</returns>
    public async Task<int> NoteAsync(EventOccasion occasion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(occasion);
        var name = WebhookText.Of(occasion.Event);
        await using var context = database.CreateContext();
        var webhooks = await context.Webhooks.AsNoTracking()
            .Where(webhook => webhook.TenantId == database.Tenant && webhook.RemovedAt == null && webhook.Url != null)
            .ToListAsync(cancellationToken);
        var noted = 0;
        foreach (var webhook in webhooks.Where(webhook => webhook.Events.Length == 0 || webhook.Events.Contains(name)))
        {
            noted += await NoteAsync(context, occasion, webhook, null, cancellationToken);
        }

        if (occasion.Callback is { } callback)
        {
            noted += await NoteAsync(context, occasion, await CallbacksAsync(context, cancellationToken), callback, cancellationToken);
        }

        return noted;
    }

    private async Task<int> NoteAsync(PipelineContext context, EventOccasion occasion, Webhook webhook, Uri? callback, CancellationToken cancellationToken)
    {
        var now = database.Clock.GetUtcNow();
        // What a disabled webhook misses can be replayed once it is enabled.
        var (state, ended, reason) = webhook.DisabledAt is null ? (WebhookDeliveryState.Waiting, (DateTimeOffset?)null, (string?)null) : (WebhookDeliveryState.Dead, now, "disabled");
        var host = (callback ?? new Uri(webhook.Url!)).Authority;
        return await context.Database.ExecuteSqlAsync($"""
            insert into webhook_deliveries (id, tenant_id, webhook_id, document_id, claim_number, revision, pipeline_version, event, callback, target_key, host,
                state, attempts, occurred_at, next_attempt_at, give_up_at, ended_at, last_reason)
            values ({Guid.CreateVersion7()}, {database.Tenant.Value}, {webhook.Id}, {occasion.Document.Value}, {occasion.Claim}, {occasion.Revision}, {occasion.PipelineVersion},
                {WebhookText.Of(occasion.Event)}, {callback?.AbsoluteUri}, {WebhookDelivery.KeyOf(webhook.Id, callback?.AbsoluteUri)}, {host},
                {WebhookText.Of(state)}, 0, {now}, {now}, {now + Patience}, {ended}, {reason})
            on conflict (document_id, claim_number, revision, event, target_key) do nothing
            """, cancellationToken);
    }

    /// <summary>The row whose secret signs callbacks (unique: ux_webhooks_callbacks).</summary>
    private async Task<Webhook> CallbacksAsync(PipelineContext context, CancellationToken cancellationToken)
    {
        await context.Database.ExecuteSqlAsync($"""
            insert into webhooks (id, tenant_id, url, events, include_result, secret, created_at)
            values ({Guid.CreateVersion7()}, {database.Tenant.Value}, null, {Array.Empty<string>()}, false, {WebhookSecret.Create()}, {database.Clock.GetUtcNow()})
            on conflict (tenant_id) where url is null do nothing
            """, cancellationToken);
        return await context.Webhooks.AsNoTracking().SingleAsync(webhook => webhook.TenantId == database.Tenant && webhook.Url == null, cancellationToken);
    }
}
