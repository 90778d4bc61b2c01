using Microsoft.EntityFrameworkCore;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Tests.Documents;
using Pipeline.Storage.Webhooks;

namespace Pipeline.Storage.Tests.Webhooks;

public sealed class WebhookStoreTests(PostgresFixture postgres) : DocumentStoreTestBase(postgres)
{
    private static readonly TimeSpan SendLease = TimeSpan.FromSeconds(40);
    private static readonly Uri Url = new("https://erp.example/hook");

    private DueWebhooks Queue => new(Database);

    private WebhookRegistry Registry => new(Database);

    [PostgresFact]
    public async Task A_sender_that_was_killed_costs_a_lease_and_cannot_write_any_more()
    {
        await Registry.AddAsync(Url, [], false, None);
        await NoteAsync(1);
        var host = Assert.Single(await Queue.DueHostsAsync(10, None));
        var killed = Assert.Single(await Queue.ClaimAsync(host, 10, SendLease, None));
        Assert.Empty(await Queue.DueHostsAsync(10, None));
        Assert.Empty(await Queue.ClaimAsync(host, 10, SendLease, None));

        Clock.Advance(SendLease);
        var second = Assert.Single(await Queue.ClaimAsync(host, 10, SendLease, None));

        Assert.Equal(killed.Delivery.Id, second.Delivery.Id);
        Assert.Null(await Queue.EndAsync(killed, new SendOutcome(SendResult.Failed, 500, "status"), None));
        Assert.Equal(WebhookDeliveryState.Delivered, await Queue.EndAsync(second, new SendOutcome(SendResult.Delivered, 200, "delivered"), None));
        Assert.Empty(await Queue.DueHostsAsync(10, None));
    }

    [PostgresFact]
    public async Task Pauses_double_up_to_two_hours_and_the_last_try_is_after_a_day()
    {
        await Registry.AddAsync(Url, [], false, None);
        await NoteAsync(1);
        var start = Clock.GetUtcNow();
        var pauses = new List<TimeSpan>();
        WebhookDeliveryState? state = WebhookDeliveryState.Waiting;
        while (state == WebhookDeliveryState.Waiting)
        {
            var claimed = Assert.Single(await Queue.ClaimAsync(new DueHost(TenantId.Default, "erp.example"), 10, SendLease, None));
            state = await Queue.EndAsync(claimed, new SendOutcome(SendResult.Failed, null, "timeout"), None);
            var next = (await DeliveriesAsync())[0].NextAttemptAt;
            pauses.Add(next - Clock.GetUtcNow());
            Clock.Advance(next - Clock.GetUtcNow());
        }

        Assert.Equal(WebhookDeliveryState.Dead, state);
        Assert.Equal(TimeSpan.FromHours(24), Clock.GetUtcNow() - start);
        Assert.InRange(pauses[0], TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(6));
        Assert.InRange(pauses[4], TimeSpan.FromSeconds(64), TimeSpan.FromSeconds(96));
        Assert.All(pauses, pause => Assert.True(pause <= TimeSpan.FromHours(2.4)));
        Assert.InRange(pauses.Count, 19, 27);
    }

    [PostgresFact]
    public async Task A_webhook_that_fails_for_five_days_is_disabled_and_what_it_misses_is_kept()
    {
        var webhook = await Registry.AddAsync(Url, [], false, None);
        for (var day = 0; day <= 5; day++)
        {
            await NoteAsync(day);
            foreach (var claimed in await Queue.ClaimAsync(new DueHost(TenantId.Default, "erp.example"), 10, SendLease, None))
            {
                await Queue.EndAsync(claimed, new SendOutcome(SendResult.Failed, 500, "status"), None);
            }

            Assert.Equal(day == 5, (await Registry.ListAsync(None))[0].DisabledAt is not null);
            Clock.Advance(TimeSpan.FromDays(1));
        }

        await NoteAsync(7);
        Assert.All(await DeliveriesAsync(), delivery => Assert.Equal(WebhookDeliveryState.Dead, delivery.State));
        Assert.Equal(0, await new DeadLetters(Database).ReplayAsync(null, None));

        Assert.True(await Registry.EnableAsync(webhook.Id, None));
        Assert.Equal(7, await new DeadLetters(Database).ReplayAsync(webhook.Id, None));
        Assert.Single(await Queue.DueHostsAsync(10, None));
    }

    [PostgresFact]
    public async Task A_success_ends_the_count_of_failing_days()
    {
        await Registry.AddAsync(Url, [], false, None);
        foreach (var result in new[] { SendResult.Failed, SendResult.Delivered })
        {
            await NoteAsync((int)result);
            var claimed = (await Queue.ClaimAsync(new DueHost(TenantId.Default, "erp.example"), 1, SendLease, None))[0];
            await Queue.EndAsync(claimed, new SendOutcome(result, null, "x"), None);
            Assert.Equal(result == SendResult.Failed, (await Registry.ListAsync(None))[0].FailingSince is not null);
        }
    }

    [PostgresFact]
    public async Task The_old_secret_signs_for_a_day_beside_the_new_one()
    {
        var webhook = await Registry.AddAsync(Url, [], false, None);
        var secret = await Registry.ChangeSecretAsync(webhook.Id, None);
        var changed = (await Registry.ListAsync(None))[0];

        Assert.Equal([secret!, webhook.Secret], changed.SecretsAt(Clock.GetUtcNow()));
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal([secret!], changed.SecretsAt(Clock.GetUtcNow()));
    }

    [PostgresFact]
    public async Task A_removed_webhook_is_told_nothing_more_and_its_secret_is_gone()
    {
        var webhook = await Registry.AddAsync(Url, [], false, None);
        await NoteAsync(1);

        Assert.True(await Registry.RemoveAsync(webhook.Id, None));
        Assert.False(await Registry.RemoveAsync(webhook.Id, None));
        await NoteAsync(2);

        Assert.Empty(await Registry.ListAsync(None));
        Assert.Empty(await Queue.DueHostsAsync(10, None));
        Assert.Equal(0, await new DeadLetters(Database).ReplayAsync(null, None));
        Assert.Equal("removed", Assert.Single(await DeliveriesAsync()).LastReason);
        await using var context = Database.CreateContext();
        Assert.Equal("", (await context.Webhooks.SingleAsync()).Secret);
    }

    [PostgresFact]
    public async Task Webhooks_of_another_tenant_are_told_nothing()
    {
        var tenant = new TenantId(Guid.CreateVersion7());
        await using (var context = Database.CreateContext())
        {
            await context.Database.ExecuteSqlAsync($"insert into tenants (id, name, created_at) values ({tenant.Value}, 'other', now())");
        }

        var theirs = await new WebhookRegistry(Database.For(tenant)).AddAsync(Url, [], false, None);
        await NoteAsync(1);

        Assert.Empty(await DeliveriesAsync());
        Assert.Empty(await Registry.ListAsync(None));
        Assert.False(await Registry.RemoveAsync(theirs.Id, None));
        Assert.Null(await Registry.ChangeSecretAsync(theirs.Id, None));
    }

    [PostgresFact]
    public async Task Another_run_of_a_document_is_another_event_and_old_ones_go()
    {
        await Registry.AddAsync(Url, [], false, None);
        var document = await FailAsync(1);
        foreach (var claim in new[] { 1, 1, 2, 2 })
        {
            await new WebhookEvents(Database).NoteAsync(new EventOccasion(document, claim, 1, "v", WebhookEvent.Failed, null), None);
        }

        Assert.Equal(2, (await DeliveriesAsync()).Count);
        foreach (var claimed in await Queue.ClaimAsync(new DueHost(TenantId.Default, "erp.example"), 1, SendLease, None))
        {
            await Queue.EndAsync(claimed, new SendOutcome(SendResult.Delivered, 200, "delivered"), None);
        }

        Clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal(1, await Queue.RemoveOldAsync(TimeSpan.FromDays(30), 100, None));
        Assert.Equal(WebhookDeliveryState.Waiting, Assert.Single(await DeliveriesAsync()).State);
    }

    private async Task<DocumentId> FailAsync(int number) =>
        (await Intake.RegisterUnreadableAsync($"{number}.pdf", $"/in/{number}.pdf", DocumentFailures.Empty, new DocumentOrder { Schema = "contracts" }, None)).Id;

    private async Task NoteAsync(int number) =>
        await new WebhookEvents(Database).NoteAsync(new EventOccasion(await FailAsync(number), 0, 1, null, WebhookEvent.Failed, null), None);

    private async Task<List<WebhookDelivery>> DeliveriesAsync()
    {
        await using var context = Database.CreateContext();
        return await context.WebhookDeliveries.AsNoTracking().OrderBy(delivery => delivery.Id).ToListAsync();
    }
}
