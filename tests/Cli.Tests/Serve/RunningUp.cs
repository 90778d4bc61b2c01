using System.Text.Json;
using Pipeline.Cli.Serve;
using Pipeline.Cli.Tests.Repository;
using Pipeline.Cli.Tests.Run;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;

namespace Pipeline.Cli.Tests.Serve;

/// <summary>A <c>pipeline up</c> on a data folder of its own, and the database that it works on.</summary>
internal sealed class RunningUp : IAsyncDisposable
{
    private readonly string _data;

    private RunningUp(string data, PipelineProcess process, ServiceRecord record)
    {
        _data = data;
        Process = process;
        Address = record.Address;
        Database = PipelineDatabase.Open(record.Database, TimeProvider.System, TenantId.Default);
    }

    public PipelineProcess Process { get; }

    public string Address { get; }

    public PipelineDatabase Database { get; }

    public static async Task<RunningUp> StartAsync(string data, params string[] arguments)
    {
        var environment = new Dictionary<string, string?> { ["Pipeline__Web__Address"] = "http://127.0.0.1:0", ["Pipeline__Lease__Lease"] = "00:00:03", ["Pipeline__Lease__Heartbeat"] = "00:00:01" };
        var process = PipelineProcess.Start(environment, ["up", "--data", data, .. arguments]);
        await Until.TrueAsync(() => process.HasExited || process.Errors.Contains("The service runs.", StringComparison.Ordinal), TimeSpan.FromMinutes(3), () => process.Errors);
        Assert.False(process.HasExited, process.Errors);
        return new RunningUp(data, process, ServiceRecord.Read(data, process.Id)!);
    }

    public async Task<DocumentId> SendAsync(string sample, DocumentOrder order)
    {
        var path = Checkout.PathOf("samples/contracts/" + sample);
        await using var content = File.OpenRead(path);
        var blob = await new BlobStore(Path.Combine(_data, "blobs"), TenantId.Default).PutAsync(content, long.MaxValue, CancellationToken.None);
        return (await new DocumentIntake(Database).RegisterAsync(new SourceFile(sample, path + order.Schema, blob.Sha256, blob.SizeBytes), order, CancellationToken.None)).Id;
    }

    public async Task<DocumentSnapshot> LookAsync(DocumentId id) => (await new DocumentQueries(Database).DocumentsAsync([id], CancellationToken.None))[id];

    public async Task<JsonDocument> ReadinessAsync()
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(Address + "/health/ready"));
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
    }

    public async Task<bool> IsReadyAsync()
    {
        using var answer = await ReadinessAsync();
        return answer.RootElement.GetProperty("status").GetString() == "ready";
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Process.Dispose();
    }
}
