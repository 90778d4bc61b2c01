using System.CommandLine;
using System.Runtime.InteropServices;
using Pipeline.Cli.Run;
using Pipeline.Cli.Serve;
using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Benchmarks.Throughput;

/// <summary>One process of the service that <c>pipeline bench service</c> measures: <c>pipeline serve</c> with a fixed delay where the model would read. Not for people.</summary>
internal static class BenchRolesCommand
{
    /// <summary>On standard error, before the address, once everything runs.</summary>
    public const string ReadyWord = "ready ";

    public const string Verb = "roles";

    public static Command Create()
    {
        var roles = new Option<string>("--roles") { Required = true };
        var data = new Option<string>("--data") { Required = true };
        var delay = new Option<int>("--model-ms") { Required = true };
        var atOnce = new Option<int>("--at-once") { Required = true };
        var command = new Command(Verb, "A process of the service under measurement. Ends when its standard input does.") { roles, data, delay, atOnce };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) =>
        {
            var engine = new FixedDelayEngine(TimeSpan.FromMilliseconds(parsed.GetRequiredValue(delay)), parsed.GetRequiredValue(atOnce));
            return RunAsync(parsed.GetRequiredValue(data), RoleNames.Parse(parsed.GetRequiredValue(roles)), engine, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(string dataFolder, IReadOnlyList<string> roles, IEngineOpening engine, CancellationToken cancellationToken)
    {
        // Ctrl-C reaches the whole group; the command that started this one sees to the end.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = EndWithParentAsync(ended);
        var root = InstallRoot.Find();
        var settings = ServiceSettings.Load(PipelineConfiguration.Load(root), root, dataFolder, roles) with { OtherEngine = engine };
        await using var storage = await ServiceStorage.OpenSharedAsync(settings, Console.Error.WriteLine, ended.Token);
        var code = await new ServiceRun(settings, new ServiceConsole(quiet: true)).RunAsync(storage, address => Console.Error.WriteLineAsync(ReadyWord + address), ended.Token);
        await watching;
        return code;
    }

    /// <summary>Whatever becomes of the parent, its end of the pipe is closed then.</summary>
    private static async Task EndWithParentAsync(CancellationTokenSource ended)
    {
        await using var input = Console.OpenStandardInput();
        var one = new byte[1];
        while (await input.ReadAsync(one, CancellationToken.None) > 0)
        {
            // Nobody writes to it.
        }

        await ended.CancelAsync();
    }
}
