using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Documents;
using Pipeline.Storage.Messages;
using Pipeline.Storage.Tests.Documents;

namespace Pipeline.Storage.Tests.Messages;

public sealed class OutboxTests(PostgresFixture postgres) : DocumentStoreTestBase(postgres)
{
    private static readonly DocumentOrder Order = new() { Schema = "contracts" };

    private Outbox Outbox => new(Database);

    [PostgresFact]
    public async Task A_message_lies_beside_the_state_that_it_follows_from()
    {
        var id = await SendAsync(1);
        var read = await PublishAsync();
        var claim = await ClaimAsync(id, DocumentStage.Received);
        await Outcomes.CompleteReadingAsync(claim, Layout, [], None);
        var extract = await PublishAsync();
        claim = await ClaimAsync(id, DocumentStage.Extracting);
        await Outcomes.CompleteExtractionAsync(claim, Result("a"), [], None);
        var deliver = await PublishAsync();

        Assert.Equal(
            [OutboxCommand.ReadDocument, OutboxCommand.ExtractFields, OutboxCommand.DeliverResult],
            new[] { read, extract, deliver }.Select(messages => Assert.Single(messages).Command));
        Assert.Empty(await PublishAsync());
    }

    [PostgresFact]
    public async Task One_message_that_cannot_be_published_does_not_keep_the_others_and_comes_later_under_the_same_id()
    {
        var bad = await SendAsync(1);
        await SendAsync(2);
        await SendAsync(3);
        Guid? first = null;

        var round = await Outbox.PublishDueAsync(
            (message, _) =>
            {
                first ??= message.DocumentId == bad ? message.MessageId : null;
                return message.DocumentId == bad ? throw new IOException("away") : Task.CompletedTask;
            },
            None);

        Assert.Equal((3, 2, "away"), (round.Found, round.Published, round.Failure?.Message));
        Assert.Empty(await PublishAsync());
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(first, Assert.Single(await PublishAsync()).MessageId);
    }

    [PostgresFact]
    public async Task Two_relays_at_once_publish_each_message_once()
    {
        for (var number = 0; number < 250; number++)
        {
            await SendAsync(number);
        }

        var published = new ConcurrentBag<Guid>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var round = 0; round < 4; round++)
            {
                await Outbox.PublishDueAsync(
                    async (message, _) =>
                    {
                        await Task.Yield();
                        published.Add(message.MessageId);
                    },
                    None);
            }
        })));

        Assert.Equal(250, published.Count);
        Assert.Equal(250, published.Distinct().Count());
    }

    [PostgresFact]
    public async Task A_postponed_document_has_its_message_only_when_it_is_due()
    {
        var id = await SendAsync(1);
        await PublishAsync();
        await Claims.PostponeAsync(await ClaimAsync(id, DocumentStage.Received), Clock.GetUtcNow() + TimeSpan.FromSeconds(30), None);

        Assert.Empty(await PublishAsync());
        Assert.Null(await Claims.ClaimAsync(id, DocumentStage.Received, "early", Lease, None));
        Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Single(await PublishAsync());
        Assert.NotNull(await Claims.ClaimAsync(id, DocumentStage.Received, "due", Lease, None));
    }

    [PostgresFact]
    public async Task The_same_message_leads_to_one_claim_only()
    {
        var id = await SendAsync(1);
        var receipt = new MessageReceipt("read-document", Guid.CreateVersion7());
        var claimed = await Claims.ClaimAsync(id, DocumentStage.Received, "w", Lease, receipt, None);
        Assert.Equal(("contracts", DocumentPriority.Bulk), (claimed!.Schema, claimed.Priority));
        await Claims.ReleaseAsync(claimed.Claim, [], None);

        Assert.Null(await Claims.ClaimAsync(id, DocumentStage.Received, "w", Lease, receipt, None));
        Assert.NotNull(await Claims.ClaimAsync(id, DocumentStage.Received, "w", Lease, receipt with { Consumer = "another" }, None));
    }

    [PostgresFact]
    public async Task A_message_without_effect_leaves_no_receipt()
    {
        var id = await SendAsync(1);
        var receipt = new MessageReceipt("extract-fields", Guid.CreateVersion7());

        Assert.Null(await Claims.ClaimAsync(id, DocumentStage.Extracting, "w", Lease, receipt, None));

        await using var context = Database.CreateContext();
        Assert.Empty(await context.Inbox.ToListAsync());
    }

    [PostgresFact]
    public async Task Forgotten_documents_are_enqueued_again_and_less_often_each_time()
    {
        await SendAsync(1);
        await PublishAsync();
        var sweep = new DocumentSweep(Database);
        var silence = TimeSpan.FromSeconds(60);

        Assert.Equal(0, await sweep.EnqueueForgottenAsync(silence, 10, None));
        Clock.Advance(silence);
        Assert.Equal(1, await sweep.EnqueueForgottenAsync(silence, 10, None));
        Assert.Equal(0, await sweep.EnqueueForgottenAsync(TimeSpan.Zero, 10, None));
        await PublishAsync();
        Clock.Advance(silence);
        Assert.Equal(0, await sweep.EnqueueForgottenAsync(silence, 10, None));
        Clock.Advance(silence);
        Assert.Equal(1, await sweep.EnqueueForgottenAsync(silence, 10, None));
    }

    [PostgresFact]
    public async Task A_documents_result_is_delivered_once_and_again_after_a_failure()
    {
        var id = await SendAsync(1);
        await FinishAsync(id);
        await PublishAsync();
        var deliveries = new DocumentDeliveries(Database);
        var receipt = new MessageReceipt("deliver-result", Guid.CreateVersion7());
        var times = 0;

        await Assert.ThrowsAsync<IOException>(() => deliveries.DeliverAsync(id, receipt, _ => throw new IOException("full"), None));
        foreach (var seconds in (int[])[5, 10, 20, 40, 60, 60])
        {
            Assert.Equal(TimeSpan.FromSeconds(seconds), await deliveries.PostponeAsync(id, None));
            Assert.Empty(await PublishAsync());
            Clock.Advance(TimeSpan.FromSeconds(seconds));
            Assert.Equal(OutboxCommand.DeliverResult, Assert.Single(await PublishAsync()).Command);
        }

        Assert.Equal(TimeSpan.FromSeconds(60), await deliveries.PostponeAsync(id, None));
        Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(OutboxCommand.DeliverResult, Assert.Single(await PublishAsync()).Command);
        Assert.True(await deliveries.DeliverAsync(id, receipt, _ => Task.FromResult(times++), None));
        Assert.False(await deliveries.DeliverAsync(id, receipt with { MessageId = Guid.CreateVersion7() }, _ => Task.FromResult(times++), None));
        Assert.Equal(1, times);
        Assert.Equal(0, await new DocumentSweep(Database).EnqueueForgottenAsync(TimeSpan.Zero, 10, None));
    }

    [PostgresFact]
    public async Task Of_two_that_deliver_at_the_same_time_one_does_and_rows_may_refer_to_the_document_meanwhile()
    {
        var id = await SendAsync(1);
        await FinishAsync(id);
        var deliveries = new DocumentDeliveries(Database);

        var outer = await deliveries.DeliverAsync(id, new MessageReceipt("deliver-result", Guid.CreateVersion7()), async token =>
        {
            Assert.False(await deliveries.DeliverAsync(id, new MessageReceipt("deliver-result", Guid.CreateVersion7()), _ => throw new InvalidOperationException(), token));
            await using var context = Database.CreateContext();
            await context.Database.ExecuteSqlAsync($"""
                insert into stage_attempts (id, tenant_id, document_id, stage, claim_number, worker, started_at, ended_at, outcome)
                values ({Guid.CreateVersion7()}, {Database.Tenant.Value}, {id.Value}, 'done', 99, 'w', now(), now(), 'completed')
                """, token);
        }, None);

        Assert.True(outer);
    }

    [PostgresFact]
    public async Task Old_messages_and_receipts_go_and_what_waits_stays()
    {
        var id = await SendAsync(1);
        await PublishAsync();
        await Claims.ClaimAsync(id, DocumentStage.Received, "w", Lease, new MessageReceipt("read-document", Guid.CreateVersion7()), None);
        Clock.Advance(TimeSpan.FromDays(2));
        await SendAsync(2);

        Assert.Equal(2, await Outbox.RemoveOldAsync(TimeSpan.FromDays(1), 100, None));
        Assert.Equal(0, await Outbox.RemoveOldAsync(TimeSpan.FromDays(1), 100, None));
        Assert.Single(await PublishAsync());
    }

    [PostgresFact]
    public async Task A_notification_wakes_who_listens()
    {
        using var stopping = new CancellationTokenSource();
        var notifications = new OutboxNotifications(Database);
        var listening = notifications.ListenAsync(stopping.Token);
        Assert.True(await Database.Signal.WaitAsync(TimeSpan.FromSeconds(30), None));

        await notifications.NotifyAsync(None);

        Assert.True(await Database.Signal.WaitAsync(TimeSpan.FromSeconds(30), None));
        Assert.False(await Database.Signal.WaitAsync(TimeSpan.FromMilliseconds(200), None));
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening);
    }

    [PostgresFact]
    public async Task An_ended_document_that_is_sent_through_again_is_not_due_for_delivery_any_more()
    {
        var id = await SendAsync(1);
        var claim = await ClaimAsync(id, DocumentStage.Received);
        await Outcomes.FailAsync(claim, DocumentFailures.Encrypted, Result("failed"), [], None);
        await PublishAsync();
        Assert.Equal([id], await new DocumentOverview(Database).FailedAsync("encrypted", None));
        Assert.Empty(await new DocumentOverview(Database).FailedAsync("no_text", None));

        Assert.Equal(DocumentStage.Received, await Intake.ReopenAsync(id, ReopenReason.RetryFailed, "reader-1", None));

        Assert.Equal(OutboxCommand.ReadDocument, Assert.Single(await PublishAsync()).Command);
        var count = Assert.Single(await new DocumentOverview(Database).CountAsync(None));
        Assert.Equal((DocumentStage.Received, 1, 0), (count.Stage, count.Documents, count.Leased));
    }

    private async Task<DocumentId> SendAsync(int number) => (await Intake.RegisterAsync(File(number), Order, None)).Id;

    private async Task FinishAsync(DocumentId id)
    {
        await ReadAsync(id);
        await Outcomes.CompleteExtractionAsync(await ClaimAsync(id, DocumentStage.Extracting), Result("a"), [], None);
    }

    private async Task<IReadOnlyList<OutboxMessage>> PublishAsync()
    {
        var published = new ConcurrentQueue<OutboxMessage>();
        await Outbox.PublishDueAsync(
            (message, _) =>
            {
                published.Enqueue(message);
                return Task.CompletedTask;
            },
            None);
        return [.. published];
    }
}
