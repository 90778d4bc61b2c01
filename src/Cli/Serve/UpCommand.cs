using System.CommandLine;
using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Serve;

/// <summary><c>pipeline up</c>: the whole service on one machine.</summary>
internal static class UpCommand
{
    private const string Description = """
        Run the whole service on this machine: drop files into the watched folder or post them to the web address, and take results from the results folder.
        The database is a PostgreSQL of its own in the data folder unless ConnectionStrings__Postgres names another. Ctrl-C stops it; what is in work goes on at the next start.
        Examples:
          pipeline up
          pipeline up --inbox ~/contracts/new --out ~/contracts/read --schema nda
        """;

    public static Command Create()
    {
        var data = RunCommand.DataOption();
        var inbox = new Option<string?>("--inbox") { Description = "Watched folder. Default: inbox in the data folder, or what Pipeline:Drop:Folders says." };
        var results = new Option<string?>("--out", "-o") { Description = "Folder for the results. Default: results in the data folder, or Pipeline:Delivery:Folder." };
        var schema = new Option<string?>("--schema") { Description = "Which fields, where the sender does not say: a name in schemas/." };
        var model = new Option<string?>("--model") { Description = "Which model, as for pipeline run." };
        var command = new Command("up", Description) { data, inbox, results, schema, model };
        command.SetAction((parsed, cancellationToken) =>
        {
            var folder = Path.GetFullPath(RunCommand.ChosenDataFolder(parsed.GetValue(data)));
            var flags = new UpFlags(parsed.GetValue(inbox), parsed.GetValue(results), parsed.GetValue(schema), parsed.GetValue(model));
            return RunAsync(folder, flags, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(string dataFolder, UpFlags flags, CancellationToken processStopping)
    {
        using var interrupt = new Interrupt(processStopping);
        var console = new ServiceConsole(quiet: false);
        var root = InstallRoot.Find();
        var configuration = flags.Load(root, dataFolder);
        var settings = ServiceSettings.Load(configuration, root, dataFolder, RoleNames.All);
        await using var storage = await ServiceStorage.OpenOwnAsync(settings, console, interrupt.Token);
        UpFlags.MakeFolders(configuration);
        try
        {
            return await new ServiceRun(settings, console).RunAsync(storage, address => StartedAsync(settings, storage, console, address), interrupt.Token);
        }
        finally
        {
            ServiceRecord.Remove(dataFolder);
        }
    }

    private static Task StartedAsync(ServiceSettings settings, ServiceStorage storage, ServiceConsole console, string address)
    {
        ServiceRecord.Write(settings.DataFolder, new ServiceRecord(Environment.ProcessId, address, storage.Embedded ?? settings.Postgres!, TimeProvider.System.GetUtcNow()));
        var web = new Uri(address);
        console.Say($"""

            The service runs.
              Web address     {address}
              From elsewhere  ssh -L {web.Port}:{web.Host}:{web.Port} {Environment.UserName}@{Environment.MachineName}
              Watched folder  {settings.Configuration.Values["Pipeline:Drop:Folders:0:Path"]}
              Results         {settings.Configuration.Values["Pipeline:Delivery:Folder"]}
              Data            {settings.DataFolder}
            Ctrl-C stops it; pipeline status says how it stands.

            """);
        return Task.CompletedTask;
    }
}
