using Microsoft.EntityFrameworkCore;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;
using Pipeline.Storage.Tests;
using Pipeline.Workers.Queue;

namespace Pipeline.Workers.Tests.Queue;

/// <summary>Processes with a real broker between them.</summary>
[Collection(ServiceGroup.Name)]
public sealed class RabbitMqServiceTests(PostgresFixture postgres, RabbitMqFixture broker)
{
    [RabbitMqFact]
    public async Task Two_processes_share_the_work_and_do_each_document_once()
    {
        var (connection, queue) = await ServersAsync();
        await using var first = await TestService.StartAsync(connection, queue, stages => stages.WhileExtracting = (_, token) => Task.Delay(50, token));
        await using var second = await TestService.StartAsync(connection, queue, stages => stages.WhileExtracting = (_, token) => Task.Delay(50, token));
        await ListenAsync(first, queue, 2);
        var sent = await first.SendAsync(60);

        await first.UntilDeliveredAsync(sent);

        var (mine, yours) = (Extracted(first), Extracted(second));
        Assert.InRange(mine.Count, 5, 55);
        Assert.Equal(sent.OrderBy(id => id.Value), mine.Concat(yours).OrderBy(id => id.Value));
        await using var context = first.Database.CreateContext();
        Assert.Equal(60, await context.Results.CountAsync());
        Assert.Equal(60, first.Delivery.Delivered.Count + second.Delivery.Delivered.Count);
    }

    [RabbitMqFact]
    public async Task Queues_are_of_the_quorum_kind_and_there_are_no_others()
    {
        var (connection, queue) = await ServersAsync();
        await using var service = await TestService.StartAsync(connection, queue);
        await service.UntilDeliveredAsync(await service.SendAsync(3));

        var virtualHost = Uri.UnescapeDataString(new Uri(queue.RabbitMq!).AbsolutePath[1..]);
        // The broker counts the consumers of its list now and then.
        var queues = await broker.Node.QueuesAsync(virtualHost, CancellationToken.None);
        await service.UntilAsync(async () => (queues = await broker.Node.QueuesAsync(virtualHost, CancellationToken.None)).Values.All(found => found.Consumers > 0), "the broker has counted the consumers");
        var kinds = await broker.Node.ControlAsync($"lists:usort([amqqueue:get_type(Q) || Q <- rabbit_amqqueue:list(<<\"{virtualHost}\">>)]).", CancellationToken.None);

        Assert.Equal(QueueNames.All.Order(StringComparer.Ordinal), queues.Keys.Order(StringComparer.Ordinal));
        Assert.All(queues.Values, found => Assert.Equal(1, found.Consumers));
        Assert.Equal("[rabbit_quorum_queue]", kinds.Trim());
    }

    [RabbitMqFact]
    public async Task Loses_nothing_when_the_broker_is_killed_and_comes_back()
    {
        var (connection, queue) = await ServersAsync();
        await using var service = await TestService.StartAsync(connection, queue, stages => stages.WhileReading = (_, token) => Task.Delay(20, token));
        var before = await service.SendAsync(40);
        await broker.Node.KillAsync(CancellationToken.None);
        var during = await service.SendAsync(200, new DocumentOrder { Schema = "told" });
        await broker.Node.RestartAsync(CancellationToken.None);

        await service.UntilDeliveredAsync([.. before, during]);

        await using var context = service.Database.CreateContext();
        Assert.Equal(41, await context.Results.CountAsync());
        Assert.Equal(0, await context.Documents.CountAsync(document => document.Failures > 0));
    }

    [RabbitMqFact]
    public async Task The_probe_tells_of_messages_and_listeners()
    {
        var (connection, queue) = await ServersAsync();
        await using var probe = new BrokerProbe(queue);
        await using (var service = await TestService.StartAsync(connection, queue))
        {
            await service.UntilDeliveredAsync(await service.SendAsync(1));
            Assert.All((await probe.LookAsync(QueueNames.All, CancellationToken.None)).Values, depth => Assert.Equal(1, depth.Consumers));
        }

        Assert.All((await probe.LookAsync(QueueNames.All, CancellationToken.None)).Values, depth => Assert.Equal(new QueueDepth(0, 0), depth));
    }

    [RabbitMqFact]
    public async Task A_process_that_stops_leaves_its_messages_to_another()
    {
        var (connection, queue) = await ServersAsync();
        await using var second = await TestService.StartAsync(connection, queue);
        DocumentId[] sent;
        await using (var first = await TestService.StartAsync(connection, queue, stages => stages.WhileReading = (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, token)))
        {
            await ListenAsync(first, queue, 2);
            sent = await first.SendAsync(40);
            await first.UntilAsync(() => Task.FromResult(!first.Stages.Begun.IsEmpty), "the first has something in work");
            await first.StopAsync(TimeSpan.Zero);
        }

        await second.UntilDeliveredAsync(sent);
        await using var context = second.Database.CreateContext();
        Assert.Equal(0, await context.StageAttempts.CountAsync(attempt => attempt.Outcome == AttemptOutcome.Expired));
    }

    /// <summary>Endpoints attach a while after their start: before, all messages go to whoever was first.</summary>
    private static async Task ListenAsync(TestService service, QueueOptions queue, int processes)
    {
        await using var probe = new BrokerProbe(queue);
        await service.UntilAsync(
            async () => (await probe.LookAsync(QueueNames.All, CancellationToken.None)).Values.All(depth => depth.Consumers == processes),
            "all processes listen to all queues");
    }

    private static List<DocumentId> Extracted(TestService service) =>
        [.. service.Stages.Begun.Where(begun => begun.Stage == DocumentStage.Extracting).Select(begun => begun.Document)];

    private async Task<(string Connection, QueueOptions Queue)> ServersAsync()
    {
        var connection = await postgres.CreateEmptyDatabaseAsync();
        await using var database = PipelineDatabase.Open(connection, TimeProvider.System, TenantId.Default);
        await database.MigrateAsync(CancellationToken.None);
        return (connection, new QueueOptions { Transport = "rabbitmq", RabbitMq = await broker.CreateVirtualHostAsync() });
    }
}
