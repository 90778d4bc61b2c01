using Microsoft.EntityFrameworkCore;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;

namespace Pipeline.Storage.Webhooks;

/// <summary>What is to be sent, of all tenants. Several processes may ask at once; each gets other events.</summary>
public sealed class DueWebhooks(PipelineDatabase database)
{
    /// <summary>5 days without one success, while there was something to send: nobody listens there any more.</summary>
    public static readonly TimeSpan DisabledAfter = TimeSpan.FromDays(5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(2);

    /// <summary>Hosts for which something is due.</summary>
    public async Task<IReadOnlyList<DueHost>> DueHostsAsync(int most, CancellationToken cancellationToken)
    {
        var now = database.Clock.GetUtcNow();
        await using var context = database.CreateContext();
        var hosts = await context.WebhookDeliveries.AsNoTracking()
            .Where(delivery => delivery.State == WebhookDeliveryState.Waiting && delivery.NextAttemptAt <= now)
            .Select(delivery => new { delivery.TenantId, delivery.Host })
            .Distinct().Take(most).ToListAsync(cancellationToken);
        return [.. hosts.Select(host => new DueHost(host.TenantId, host.Host))];
    }

    /// <summary>Takes the oldest events for one host. While they are held, their next try lies at the end of the lease: a killed sender costs no more than that.</summary>
    public async Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(DueHost host, int most, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = database.Clock.GetUtcNow();
        await using var context = database.CreateContext();
        var deliveries = await context.WebhookDeliveries.FromSql($"""
            update webhook_deliveries set attempts = attempts + 1, lease_until = {now + lease}, next_attempt_at = {now + lease}
            where id in (
                select id from webhook_deliveries
                where tenant_id = {host.Tenant.Value} and host = {host.Host} and state = 'waiting' and next_attempt_at <= {now}
                order by next_attempt_at, id limit {most} for update skip locked)
            returning *
            """).AsNoTracking().ToListAsync(cancellationToken);
        var claimed = new List<ClaimedDelivery>();
        foreach (var delivery in deliveries)
        {
            claimed.Add(await DescribeAsync(context, delivery, cancellationToken));
        }

        return claimed;
    }

    /// <summary>Writes what came of it; nothing where another has it by now.</summary>
    /// <returns>The state of the event; null where it was somebody else's.</returns>
    public async Task<WebhookDeliveryState?> EndAsync(ClaimedDelivery claimed, SendOutcome outcome, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claimed);
        ArgumentNullException.ThrowIfNull(outcome);
        var delivery = claimed.Delivery;
        var now = database.Clock.GetUtcNow();
        var (state, next) = Next(delivery, outcome, now);
        await using var context = database.CreateContext();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var written = await context.Database.ExecuteSqlAsync($"""
            update webhook_deliveries
            set state = {WebhookText.Of(state)}, next_attempt_at = {next}, lease_until = null, ended_at = {(state == WebhookDeliveryState.Waiting ? (DateTimeOffset?)null : now)},
                last_status = {outcome.Status}, last_reason = {outcome.Reason}
            where id = {delivery.Id} and attempts = {delivery.Attempts} and state = 'waiting'
            """, cancellationToken);
        await NoteHealthAsync(context, claimed, outcome, now, cancellationToken);
        // Checkpoint: killed before this commit, the event is sent again after its lease, under the same id.
        await transaction.CommitAsync(CancellationToken.None);
        return written == 1 ? state : null;
    }

    /// <summary>Removes what was delivered before a time, for good; dead letters stay twice as long after their end.</summary>
    public async Task<int> RemoveOldAsync(TimeSpan age, int most, CancellationToken cancellationToken)
    {
        var now = database.Clock.GetUtcNow();
        await using var context = database.CreateContext();
        return await context.Database.ExecuteSqlAsync($"""
            delete from webhook_deliveries where id in (
                select id from webhook_deliveries
                where ended_at < {now - age} and state = 'delivered' or ended_at < {now - age - age} and state = 'dead'
                limit {most})
            """, cancellationToken);
    }

    private static async Task<ClaimedDelivery> DescribeAsync(PipelineContext context, WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var webhook = await context.Webhooks.AsNoTracking().SingleAsync(webhook => webhook.Id == delivery.WebhookId, cancellationToken);
        var document = await context.Documents.AsNoTracking()
            .SingleOrDefaultAsync(document => document.Id == delivery.DocumentId && document.Stage != DocumentStage.Deleted, cancellationToken);
        var result = webhook.IncludeResult && document is not null && delivery.PipelineVersion is { } version
            ? await context.Results.AsNoTracking()
                .Where(result => result.DocumentId == delivery.DocumentId && result.PipelineVersion == version && result.Revision == delivery.Revision)
                .Select(result => result.Content).SingleOrDefaultAsync(cancellationToken)
            : null;
        return new ClaimedDelivery(delivery, webhook, document, result);
    }

    private static (WebhookDeliveryState State, DateTimeOffset Next) Next(WebhookDelivery delivery, SendOutcome outcome, DateTimeOffset now)
    {
        switch (outcome.Result)
        {
            case SendResult.Delivered:
                return (WebhookDeliveryState.Delivered, now);
            case SendResult.Refused or SendResult.Gone:
                return (WebhookDeliveryState.Dead, now);
            case SendResult.Failed when now >= delivery.GiveUpAt:
                return (WebhookDeliveryState.Dead, now);
            case SendResult.Failed:
                var next = now + Pause(delivery.Attempts);
                next = outcome.RetryAfter is { } asked && now + asked > next ? now + asked : next;
                // The last try is at the very end, also where the receiver asks for a longer pause.
                return (WebhookDeliveryState.Waiting, next < delivery.GiveUpAt ? next : delivery.GiveUpAt);
            default:
                throw new ArgumentOutOfRangeException(nameof(outcome), outcome.Result, "Unknown.");
        }
    }

    /// <summary>5 s, doubled each time up to 2 h: some 20 tries a day. A fifth more or less, so that they do not all come at once to a receiver that is back.</summary>
    private static TimeSpan Pause(int attempts)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(attempts - 1, 20));
#pragma warning disable CA5394 // Spreads tries; guards nothing.
        return (pause < LongestPause ? pause : LongestPause) * (0.8 + (0.4 * Random.Shared.NextDouble()));
#pragma warning restore CA5394
    }

    private static async Task NoteHealthAsync(PipelineContext context, ClaimedDelivery claimed, SendOutcome outcome, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var webhook = claimed.Webhook;
        if (webhook.Url is null || claimed.Document is null)
        {
            // Callbacks have many receivers: one that fails says nothing about the others. Of a deleted document nothing was sent.
            return;
        }

        if (outcome.Result == SendResult.Delivered)
        {
            if (webhook.FailingSince is not null)
            {
                await context.Database.ExecuteSqlAsync($"update webhooks set failing_since = null where id = {webhook.Id}", cancellationToken);
            }

            return;
        }

        var disabledBecause = outcome.Result == SendResult.Gone ? "gone" : webhook.FailingSince + DisabledAfter <= now ? "failing" : null;
        await context.Database.ExecuteSqlAsync($"update webhooks set failing_since = coalesce(failing_since, {now}) where id = {webhook.Id}", cancellationToken);
        if (disabledBecause is not null)
        {
            await context.Database.ExecuteSqlAsync($"update webhooks set disabled_at = {now}, disabled_because = {disabledBecause} where id = {webhook.Id} and disabled_at is null", cancellationToken);
            await context.Database.ExecuteSqlAsync(
                $"update webhook_deliveries set state = 'dead', ended_at = {now}, lease_until = null, last_reason = 'disabled' where webhook_id = {webhook.Id} and state = 'waiting'", cancellationToken);
        }
    }
}
