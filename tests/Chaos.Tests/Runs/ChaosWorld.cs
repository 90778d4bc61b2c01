using Pipeline.Chaos.Tests.Faults;
using Pipeline.Chaos.Tests.Models;
using Pipeline.Chaos.Tests.Roles;
using Pipeline.Chaos.Tests.Servers;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Database;
using Pipeline.Workers.Tests.Queue;

namespace Pipeline.Chaos.Tests.Runs;

/// <summary>A service of real processes on a real RabbitMQ and a real PostgreSQL, all of them ours to kill, with relays between that can fail.
/// The model is the tiny one: only the plumbing is judged.</summary>
public sealed class ChaosWorld : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pipeline-chaos-").FullName;
    private TinyInstallation? _installation;

    internal RabbitMqNode Broker { get; private set; } = null!;

    internal PostgresServer Postgres { get; private set; } = null!;

    internal FaultRelay ToBroker { get; private set; } = null!;

    internal FaultRelay ToPostgres { get; private set; } = null!;

    internal Fleet Fleet { get; private set; } = null!;

    /// <summary>Past the relay: for looking.</summary>
    internal PipelineDatabase Database { get; private set; } = null!;

    /// <summary>Through the relay, as the roles: for letting documents in.</summary>
    internal PipelineDatabase Relayed { get; private set; } = null!;

    internal TenantBlobs Blobs { get; private set; } = null!;

    internal string PostgresConnection { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (new ChaosFactAttribute().Skip is not null)
        {
            return;
        }

        _installation = new TinyInstallation(Checkout.Root, seed: 1);
        Postgres = await PostgresServer.StartAsync(CancellationToken.None);
        Broker = await RabbitMqNode.StartAsync(CancellationToken.None);
        ToPostgres = new FaultRelay(Postgres.Port);
        ToBroker = new FaultRelay(Broker.Port);
        var database = await Postgres.CreateDatabaseAsync(CancellationToken.None);
        PostgresConnection = PostgresServer.ConnectTo(Postgres.Port, database);
        // Without a pool: a connection from before the server was killed would fail when it is looked through.
        Database = PipelineDatabase.Open(PostgresConnection + ";Pooling=false", TimeProvider.System, TenantId.Default);
        Relayed = PipelineDatabase.Open(PostgresServer.ConnectTo(ToPostgres.Port, database), TimeProvider.System, TenantId.Default);
        await Database.MigrateAsync(CancellationToken.None);
        Blobs = new TenantBlobs(Directory.CreateDirectory(Path.Combine(_folder, "blobs")).FullName);
        Fleet = new Fleet(Settings(database));
        await Fleet.WaitUntilReadyAsync(0, TimeSpan.FromMinutes(3));
    }

    /// <summary>Settings of a process that only looks at the data.</summary>
    internal Dictionary<string, string> Inspection() => new()
    {
        ["PIPELINE_ROOT"] = _installation!.Folder,
        ["ConnectionStrings__Postgres"] = PostgresConnection,
        ["Pipeline__Blobs__Folder"] = Blobs.Folder,
        ["Pipeline__Sweep__Silence"] = "00:00:05",
    };

    public async Task DisposeAsync()
    {
        if (Fleet is not null)
        {
            await Fleet.DisposeAsync();
            await ToBroker.DisposeAsync();
            await ToPostgres.DisposeAsync();
            await Database.DisposeAsync();
            await Relayed.DisposeAsync();
        }

        if (Broker is not null)
        {
            await Broker.DisposeAsync();
        }

        if (Postgres is not null)
        {
            await Postgres.DisposeAsync();
        }

        _installation?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Dictionary<string, string> Settings(string database) => new()
    {
        ["PIPELINE_ROOT"] = _installation!.Folder,
        ["PIPELINE_HOME"] = _folder,
        ["ConnectionStrings__Postgres"] = PostgresServer.ConnectTo(ToPostgres.Port, database),
        ["ConnectionStrings__RabbitMq"] = RabbitMqNode.ConnectTo("/", ToBroker.Port),
        ["Transport"] = "rabbitmq",
        ["Pipeline__Blobs__Folder"] = Blobs.Folder,
        ["Pipeline__Service__Schema"] = TinyInstallation.Schema,
        ["Pipeline__Engine__Lanes"] = "1",
        // A tenth of what a service has, so that a test need not wait: leases end soon, and what is forgotten is found soon.
        ["Pipeline__Lease__Lease"] = "00:00:03",
        ["Pipeline__Lease__Heartbeat"] = "00:00:01",
        ["Pipeline__Sweep__Every"] = "00:00:01",
        ["Pipeline__Sweep__Silence"] = "00:00:05",
    };
}
