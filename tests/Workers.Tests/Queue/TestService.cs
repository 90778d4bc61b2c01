using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;
using Pipeline.Storage.Messages;
using Pipeline.Workers.Claims;
using Pipeline.Workers.Queue;
using Pipeline.Workers.Relay;
using Pipeline.Workers.Stages;
using Pipeline.Workers.Sweeping;

namespace Pipeline.Workers.Tests.Queue;

/// <summary>One process of the service, but for its engine, reader and web server: real bus, real database.</summary>
internal sealed class TestService : IAsyncDisposable
{
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(90);

    private readonly IHost _host;
    private bool _stopped;

    private TestService(IHost host, ToldStages stages, ToldDelivery delivery, PipelineDatabase database)
    {
        _host = host;
        Stages = stages;
        Delivery = delivery;
        Database = database;
    }

    public ToldStages Stages { get; }

    public ToldDelivery Delivery { get; }

    public PipelineDatabase Database { get; }

    public static async Task<TestService> StartAsync(string connection, QueueOptions queue, Action<ToldStages>? told = null)
    {
        var database = PipelineDatabase.Open(connection, TimeProvider.System, TenantId.Default);
        var stages = new ToldStages(database);
        told?.Invoke(stages);
        var delivery = new ToldDelivery();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton(database).AddSingleton(TimeProvider.System).AddSingleton<IResultDelivery>(delivery).AddSingleton<ResultHandover>();
        builder.Services.AddQueue(queue);
        builder.Services.AddRelay(new RelaySettings(new RelayOptions { Idle = TimeSpan.FromMilliseconds(200), Busy = TimeSpan.FromMilliseconds(50), Notify = true }, queue, TimeProvider.System));
        builder.Services.AddSweeping(new SweepOptions { Every = TimeSpan.FromMilliseconds(300), Silence = TimeSpan.FromSeconds(2), AllAtStart = queue.Kind == QueueTransport.Memory });
        builder.Services.AddStages(new LeaseOptions { Lease = TimeSpan.FromSeconds(3), Heartbeat = TimeSpan.FromSeconds(1) }, "test-" + Guid.CreateVersion7().ToString("n")[..8]);
        builder.Services.AddStage(DocumentStage.Received).AddStage(DocumentStage.Extracting);
        builder.Services.AddSingleton<IStageSource>(stages);
        var service = new TestService(builder.Build(), stages, delivery, database);
        await service._host.StartAsync();
        service.Crew(DocumentStage.Received).Start(2);
        service.Crew(DocumentStage.Extracting).Start(2);
        var endpoints = service._host.Services.GetRequiredService<QueueEndpoints>();
        endpoints.Attach<ReadDocumentConsumer>(OutboxCommand.ReadDocument);
        endpoints.Attach<ExtractFieldsConsumer>(OutboxCommand.ExtractFields);
        endpoints.Attach<DeliverResultConsumer>(OutboxCommand.DeliverResult);
        return service;
    }

    public async Task<DocumentId> SendAsync(int number, DocumentOrder order) => (await new DocumentIntake(Database).RegisterAsync(
        new SourceFile($"{number}.pdf", $"/in/{number}.pdf", number.ToString("x64", System.Globalization.CultureInfo.InvariantCulture), 100), order, CancellationToken.None)).Id;

    public async Task<DocumentId[]> SendAsync(int count, string schema = "told")
    {
        var sent = new List<DocumentId>();
        for (var number = 0; number < count; number++)
        {
            sent.Add(await SendAsync(number, new DocumentOrder { Schema = schema }));
        }

        return [.. sent];
    }

    public async Task<DocumentSnapshot> LookAsync(DocumentId id) => (await new DocumentQueries(Database).DocumentsAsync([id], CancellationToken.None))[id];

    public async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Most, $"It never came that {what}. {await StateAsync()}");
            await Task.Delay(30);
        }
    }

    public Task UntilDeliveredAsync(params DocumentId[] documents) => UntilAsync(
        async () =>
        {
            await using var context = Database.CreateContext();
            return await context.Documents.CountAsync(document => documents.Contains(document.Id) && (document.Stage == DocumentStage.Done || document.Stage == DocumentStage.Failed) && !document.DeliveryDue) == documents.Length;
        },
        "all documents were delivered");

    public Task StopAsync(TimeSpan grace)
    {
        _stopped = true;
        return StopAllAsync(grace);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopped)
        {
            await StopAllAsync(TimeSpan.Zero);
        }

        _host.Dispose();
        await Database.DisposeAsync();
    }

    private async Task StopAllAsync(TimeSpan grace)
    {
        var endpoints = _host.Services.GetRequiredService<QueueEndpoints>();
        var working = Task.WhenAll(Crew(DocumentStage.Received).StopAsync(grace), Crew(DocumentStage.Extracting).StopAsync(grace));
        foreach (var stage in new[] { DocumentStage.Received, DocumentStage.Extracting })
        {
            _host.Services.GetRequiredKeyedService<StageAdmission>(stage).Close();
        }

        await Task.WhenAll(Enum.GetValues<OutboxCommand>().Select(command => endpoints.DetachAsync(command, CancellationToken.None)));
        await working;
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    private StageCrew Crew(DocumentStage stage) => _host.Services.GetRequiredKeyedService<StageCrew>(stage);

    private async Task<string> StateAsync()
    {
        var counts = await new DocumentOverview(Database).CountAsync(CancellationToken.None);
        return string.Join(", ", counts) + $"; {await new DocumentOverview(Database).UnpublishedAsync(CancellationToken.None)} unpublished; the relay says {_host.Services.GetRequiredService<OutboxRelay>().Outage ?? "nothing"}";
    }
}
