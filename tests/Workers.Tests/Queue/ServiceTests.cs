using Microsoft.EntityFrameworkCore;
using Pipeline.Domain.Documents;
using Pipeline.Domain.Results;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;
using Pipeline.Storage.Messages;
using Pipeline.Storage.Tests;
using Pipeline.Workers.Queue;

namespace Pipeline.Workers.Tests.Queue;

/// <summary>One process, with messages in memory.</summary>
[Collection(ServiceGroup.Name)]
public sealed class ServiceTests(PostgresFixture postgres)
{
    private static readonly DocumentOrder Order = new() { Schema = "told" };

    [PostgresFact]
    public async Task Takes_documents_of_three_schemas_from_arrival_to_delivery_each_once()
    {
        await using var service = await StartAsync();
        var sent = new List<DocumentId>();
        for (var number = 0; number < 30; number++)
        {
            sent.Add(await service.SendAsync(number, new DocumentOrder { Schema = "s" + (number % 3), Priority = number % 5 == 0 ? DocumentPriority.Interactive : DocumentPriority.Bulk }));
        }

        await service.UntilDeliveredAsync([.. sent]);

        await using var context = service.Database.CreateContext();
        var results = await context.Results.AsNoTracking().ToListAsync();
        Assert.Equal(sent.OrderBy(id => id.Value), results.Select(result => result.DocumentId).OrderBy(id => id.Value));
        Assert.Equal(10, results.Count(result => result.PipelineVersion == "v1-s2"));
        Assert.Equal(sent.OrderBy(id => id.Value), service.Delivery.Delivered.OrderBy(id => id.Value));
        Assert.Equal(90, await context.Inbox.CountAsync());
        Assert.Equal(0, await context.Outbox.CountAsync(message => message.PublishedAt == null));
        Assert.Equal(60, await context.StageAttempts.CountAsync());
    }

    [PostgresFact]
    public async Task Finds_a_document_again_whose_message_was_lost()
    {
        var connection = await DatabaseAsync();
        await using var database = PipelineDatabase.Open(connection, TimeProvider.System, TenantId.Default);
        var lost = (await new DocumentIntake(database).RegisterAsync(new SourceFile("a.pdf", "/a.pdf", new string('a', 64), 1), Order, CancellationToken.None)).Id;
        Assert.Equal(1, (await new Outbox(database).PublishDueAsync((_, _) => Task.CompletedTask, CancellationToken.None)).Published);

        await using var service = await TestService.StartAsync(connection, new QueueOptions());

        await service.UntilDeliveredAsync(lost);
        Assert.Equal(1, service.Stages.TimesIn(DocumentStage.Reading, lost));
    }

    [PostgresFact]
    public async Task Does_nothing_for_a_message_that_comes_a_second_time()
    {
        await using var service = await StartAsync();
        var sent = await service.SendAsync(5);
        await service.UntilDeliveredAsync(sent);
        await using var context = service.Database.CreateContext();

        Assert.Equal(15, await context.Outbox.ExecuteUpdateAsync(set => set.SetProperty(message => message.PublishedAt, (DateTimeOffset?)null)));
        await service.UntilAsync(async () => !await context.Outbox.AnyAsync(message => message.PublishedAt == null), "all was published again");
        // What was sent before it has been dealt with once it is through.
        await service.UntilDeliveredAsync(await service.SendAsync(1000, Order));

        Assert.All(sent, document => Assert.Equal((1, 1), (service.Stages.TimesIn(DocumentStage.Reading, document), service.Stages.TimesIn(DocumentStage.Extracting, document))));
        Assert.Equal(6, service.Delivery.Delivered.Count);
    }

    [PostgresFact]
    public async Task Takes_the_document_of_a_killed_worker_back_and_counts_no_failure()
    {
        var connection = await DatabaseAsync();
        await using var database = PipelineDatabase.Open(connection, TimeProvider.System, TenantId.Default);
        var held = (await new DocumentIntake(database).RegisterAsync(new SourceFile("a.pdf", "/a.pdf", new string('a', 64), 1), Order, CancellationToken.None)).Id;
        Assert.NotNull(await new DocumentClaims(database).ClaimAsync(held, DocumentStage.Received, "killed", TimeSpan.FromSeconds(1), CancellationToken.None));

        await using var service = await TestService.StartAsync(connection, new QueueOptions());

        await service.UntilDeliveredAsync(held);
        Assert.Equal((DocumentStage.Done, 0), await EndAsync(service, held));
        await using var context = database.CreateContext();
        Assert.Equal([AttemptOutcome.Expired, AttemptOutcome.Completed, AttemptOutcome.Completed], await AttemptsAsync(context, held));
    }

    [PostgresFact]
    public async Task Leaves_documents_alone_for_a_while_when_something_is_away_that_all_need()
    {
        var away = 1;
        await using var service = await StartAsync(stages => stages.WhileExtracting = (_, _) => away > 0 ? throw new IOException("The disk is full.") : Task.CompletedTask);
        var id = (await service.SendAsync(1))[0];
        await service.UntilAsync(() => Task.FromResult(service.Stages.TimesIn(DocumentStage.Extracting, id) >= 2), "it was tried a second time");
        Volatile.Write(ref away, 0);

        await service.UntilDeliveredAsync(id);

        Assert.Equal((DocumentStage.Done, 0), await EndAsync(service, id));
        var tries = service.Stages.Begun.Where(begun => begun.Stage == DocumentStage.Extracting).Select(begun => begun.At).ToList();
        Assert.All(tries.Zip(tries.Skip(1)), pair => Assert.True(pair.Second - pair.First > TimeSpan.FromSeconds(0.9), $"It was tried again after {pair.Second - pair.First}."));
        await using var context = service.Database.CreateContext();
        Assert.DoesNotContain(AttemptOutcome.Counted, await AttemptsAsync(context, id));
    }

    [PostgresFact]
    public async Task Parks_the_one_document_that_fails_three_times_and_reads_the_others()
    {
        await using var service = await StartAsync(stages => stages.WhileExtracting = (document, _) =>
            document.Name == "3.pdf" ? throw new InvalidOperationException("A bug of ours.") : Task.CompletedTask);
        var sent = await service.SendAsync(6);
        var poison = sent[3];

        await service.UntilDeliveredAsync(sent);

        Assert.Equal((DocumentStage.Failed, 3), await EndAsync(service, poison));
        Assert.Equal("internal", (await service.LookAsync(poison)).Failure?.Code);
        Assert.Equal(3, service.Stages.TimesIn(DocumentStage.Extracting, poison));
        foreach (var innocent in sent.Where(id => id != poison))
        {
            Assert.Equal((DocumentStage.Done, 0), await EndAsync(service, innocent));
        }
    }

    [PostgresFact]
    public async Task A_result_holds_the_keys_of_its_sender()
    {
        await using var service = await StartAsync();
        var keyed = await service.SendAsync(1, Order with { Reference = "crm-4711", Labels = new Dictionary<string, string> { ["team"] = "legal", ["§"] = "ä" } });
        var plain = await service.SendAsync(2, Order);

        await service.UntilDeliveredAsync(keyed, plain);

        await using var context = service.Database.CreateContext();
        var stored = await context.Results.AsNoTracking().ToDictionaryAsync(result => result.DocumentId, result => ResultJson.Read(result.Content));
        Assert.Equal("crm-4711", stored[keyed].Reference);
        Assert.Equal(new Dictionary<string, string> { ["team"] = "legal", ["§"] = "ä" }, stored[keyed].Labels);
        Assert.Null(stored[plain].Reference);
        Assert.Empty(stored[plain].Labels);
    }

    [PostgresFact]
    public async Task Reads_for_somebody_who_waits_while_bulk_keeps_the_others_busy()
    {
        using var gate = new SemaphoreSlim(0);
        await using var service = await StartAsync(stages => stages.WhileExtracting = (document, token) =>
            document.Priority == DocumentPriority.Bulk ? gate.WaitAsync(token) : Task.CompletedTask);
        var bulk = await service.SendAsync(12);
        await service.UntilAsync(() => Task.FromResult(service.Stages.Begun.Count(begun => begun.Stage == DocumentStage.Extracting) == 2), "bulk keeps both workers busy");

        var waited = await service.SendAsync(100, Order with { Priority = DocumentPriority.Interactive });
        await service.UntilDeliveredAsync(waited);
        gate.Release(bulk.Length);

        await service.UntilDeliveredAsync(bulk);
        Assert.Equal(waited, service.Delivery.Delivered.First());
    }

    [PostgresFact]
    public async Task Hands_back_on_a_stop_what_it_cannot_finish_and_another_finishes_it()
    {
        var connection = await DatabaseAsync();
        DocumentId[] sent;
        await using (var first = await TestService.StartAsync(connection, new QueueOptions(), stages => stages.WhileExtracting = (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, token)))
        {
            sent = await first.SendAsync(10);
            await first.UntilAsync(() => Task.FromResult(first.Stages.Begun.Count(begun => begun.Stage == DocumentStage.Extracting) == 2), "two are in work");
            await first.StopAsync(TimeSpan.FromMilliseconds(200));
        }

        await using var database = PipelineDatabase.Open(connection, TimeProvider.System, TenantId.Default);
        await using (var context = database.CreateContext())
        {
            Assert.Equal(0, await context.Documents.CountAsync(document => document.ClaimedBy != null || document.Failures > 0));
            Assert.Equal(0, await context.StageAttempts.CountAsync(attempt => attempt.Outcome == AttemptOutcome.Running || attempt.Outcome == AttemptOutcome.Expired));
        }

        await using var second = await TestService.StartAsync(connection, new QueueOptions());
        await second.UntilDeliveredAsync(sent);
    }

    [PostgresFact]
    public async Task Finishes_on_a_stop_what_ends_in_time()
    {
        await using var service = await StartAsync(stages => stages.WhileExtracting = (_, token) => Task.Delay(500, token));
        var id = (await service.SendAsync(1))[0];
        await service.UntilAsync(() => Task.FromResult(service.Stages.TimesIn(DocumentStage.Extracting, id) == 1), "it is in work");

        await service.StopAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((DocumentStage.Done, 0), await EndAsync(service, id));
    }

    private static async Task<(DocumentStage Stage, int Failures)> EndAsync(TestService service, DocumentId id)
    {
        var document = await service.LookAsync(id);
        return (document.Stage, document.Failures);
    }

    private static Task<List<AttemptOutcome>> AttemptsAsync(PipelineContext context, DocumentId id) =>
        context.StageAttempts.AsNoTracking().Where(attempt => attempt.DocumentId == id).OrderBy(attempt => attempt.ClaimNumber).Select(attempt => attempt.Outcome).ToListAsync();

    private async Task<TestService> StartAsync(Action<ToldStages>? told = null) => await TestService.StartAsync(await DatabaseAsync(), new QueueOptions(), told);

    private async Task<string> DatabaseAsync()
    {
        var connection = await postgres.CreateEmptyDatabaseAsync();
        await using var database = PipelineDatabase.Open(connection, TimeProvider.System, TenantId.Default);
        await database.MigrateAsync(CancellationToken.None);
        return connection;
    }
}
