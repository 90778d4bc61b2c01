using System.CommandLine;
using Microsoft.Extensions.Logging;
using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Serve;

/// <summary><c>pipeline serve --roles …</c>: one process of a service over real servers.</summary>
internal static class ServeCommand
{
    private static readonly string Description = $"""
        Run some roles of the service against a PostgreSQL and, between several processes, a RabbitMQ (docs/operations.md). On one machine `pipeline up` is all it takes.
        Roles: {string.Join(", ", RoleNames.All)}.
        Example:
          ConnectionStrings__Postgres='Host=db;Username=pipeline;Password=…;Database=pipeline' Transport=rabbitmq \
          ConnectionStrings__RabbitMq='amqp://pipeline:…@broker:5672/' pipeline serve --roles read,deliver
        """;

    public static Command Create()
    {
        var roles = new Option<string>("--roles") { Description = "Names, with commas.", DefaultValueFactory = _ => string.Join(',', RoleNames.All) };
        var data = RunCommand.DataOption();
        var command = new Command("serve", Description) { roles, data };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(Path.GetFullPath(RunCommand.ChosenDataFolder(parsed.GetValue(data))), RoleNames.Parse(parsed.GetRequiredValue(roles)), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string dataFolder, IReadOnlyList<string> roles, CancellationToken processStopping)
    {
        using var interrupt = new Interrupt(processStopping);
        var console = new ServiceConsole(quiet: true);
        var root = InstallRoot.Find();
        var settings = ServiceSettings.Load(PipelineConfiguration.Load(root), root, dataFolder, roles);
        if (settings.Postgres is null)
        {
            throw new OperatorException("pipeline serve needs a database: set ConnectionStrings__Postgres, such as \"Host=db;Username=pipeline;Password=…;Database=pipeline\". On one machine `pipeline up` brings its own.");
        }

        await using var storage = await OpenAsync(settings, interrupt.Token);
        return await new ServiceRun(settings, console).RunAsync(storage, _ => Task.CompletedTask, interrupt.Token);
    }

    private static async Task<ServiceStorage> OpenAsync(ServiceSettings settings, CancellationToken cancellationToken)
    {
        using var logging = LoggerFactory.Create(builder => builder.AddSimpleConsole(options => options.SingleLine = true));
        var log = logging.CreateLogger("Pipeline.Service");
        return await ServiceStorage.OpenSharedAsync(settings, reason => Log.DatabaseAway(log, reason, 2), cancellationToken);
    }
}
