using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;
using Pipeline.Storage.DataFolders;

namespace Pipeline.Cli.Serve;

/// <summary><c>pipeline stop</c></summary>
internal static class StopCommand
{
    // It has 20 s for its stages, and the database some more.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    public static Command Create()
    {
        var data = RunCommand.DataOption();
        var command = new Command("stop", "Stop the `pipeline up` of this data folder in an orderly way, and wait until it has ended.") { data };
        command.SetAction((parsed, cancellationToken) => RunAsync(Path.GetFullPath(RunCommand.ChosenDataFolder(parsed.GetValue(data))), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string dataFolder, CancellationToken cancellationToken)
    {
        if (ServiceTarget.Find(dataFolder).Up is not { } up)
        {
            throw new OperatorException($"No `pipeline up` runs on the data folder {dataFolder}. Name its folder with --data.");
        }

        using (var terminate = Process.Start("/bin/kill", ["-TERM", up.Process.ToString(CultureInfo.InvariantCulture)]))
        {
            await terminate.WaitForExitAsync(cancellationToken);
        }

        var started = Stopwatch.GetTimestamp();
        while (DataFolder.OwnerOf(dataFolder) is not null)
        {
            if (Stopwatch.GetElapsedTime(started) > Limit)
            {
                throw new OperatorException(string.Create(CultureInfo.InvariantCulture, $"Process {up.Process} was asked to stop and still runs. `kill -9 {up.Process}` ends it; nothing is lost."));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
        }

        Console.WriteLine("Stopped.");
        return ExitCode.Done;
    }
}
