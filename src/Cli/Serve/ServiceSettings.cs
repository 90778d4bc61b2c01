using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;
using Pipeline.Workers.Claims;
using Pipeline.Workers.Queue;
using Pipeline.Workers.Reading;
using Pipeline.Workers.Relay;
using Pipeline.Workers.Sweeping;

namespace Pipeline.Cli.Serve;

/// <summary>All settings of a service process, checked.</summary>
internal sealed record ServiceSettings
{
    public required PipelineConfiguration Configuration { get; init; }

    /// <summary>The installation.</summary>
    public required string Root { get; init; }

    public required string DataFolder { get; init; }

    /// <summary>Names of the roles of this process.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    public required ServiceOptions Service { get; init; }

    public required WebOptions Web { get; init; }

    public required QueueOptions Queue { get; init; }

    public required LeaseOptions Lease { get; init; }

    public required SweepOptions Sweep { get; init; }

    public required RelayOptions Relay { get; init; }

    public required ReadingOptions Reading { get; init; }

    public required EngineOptions Engine { get; init; }

    public EndpointSettings? Endpoint { get; init; }

    /// <summary>Reads in the place of the model, as in <c>pipeline bench service</c>; null wherever documents are meant to be read.</summary>
    public IEngineOpening? OtherEngine { get; init; }

    /// <summary>Null: an embedded server under the data folder.</summary>
    public string? Postgres => Configuration.Postgres;

    public string BlobFolder => Configuration.Values["Pipeline:Blobs:Folder"] is { Length: > 0 } given ? Path.GetFullPath(given) : Path.Combine(DataFolder, "blobs");

    /// <summary>This process in the history of documents.</summary>
    public string Worker { get; } = FormattableString.Invariant($"{Environment.MachineName}-{Environment.ProcessId}");

    /// <exception cref="OperatorException">Settings that cannot be used; all of them are named.</exception>
    public static ServiceSettings Load(PipelineConfiguration configuration, string root, string dataFolder, IReadOnlyList<string> roles)
    {
        var service = configuration.Bind<ServiceOptions>("Pipeline:Service");
        var web = configuration.Bind<WebOptions>("Pipeline:Web");
        var lease = configuration.Bind<LeaseOptions>("Pipeline:Lease");
        var sweep = configuration.Bind<SweepOptions>("Pipeline:Sweep");
        var relay = configuration.Bind<RelayOptions>("Pipeline:Relay");
        var queue = new QueueOptions { Transport = configuration.Values["Transport"] is { Length: > 0 } transport ? transport : "memory", RabbitMq = configuration.RabbitMq };
        string[] problems =
        [
            .. service.Problems(), .. web.Problems(), .. lease.Problems(), .. sweep.Problems(), .. relay.Problems(), .. queue.Problems(), .. RoleNames.Problems(roles, queue.Kind),
        ];
        if (problems.Length > 0)
        {
            throw new OperatorException(string.Join('\n', problems));
        }

        return new ServiceSettings
        {
            Configuration = configuration,
            Root = root,
            DataFolder = dataFolder,
            Roles = roles,
            Service = service,
            Web = web,
            Queue = queue,
            Lease = lease,
            Sweep = sweep with { AllAtStart = queue.Kind == QueueTransport.Memory },
            Relay = relay with { Notify = relay.Notify ?? configuration.Postgres is not null },
            Reading = configuration.Reading(),
            Engine = configuration.Engine(options => options),
            Endpoint = configuration.Endpoint(settings => settings),
        };
    }
}
