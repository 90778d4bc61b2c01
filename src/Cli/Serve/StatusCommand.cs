using System.CommandLine;
using System.Globalization;
using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;
using Pipeline.Storage.Documents;

namespace Pipeline.Cli.Serve;

/// <summary><c>pipeline status</c></summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var data = RunCommand.DataOption();
        var command = new Command("status", "Say what runs on this machine, and where the documents of the service stand. Exit code 0 if something runs or a database is named, else 1.") { data };
        command.SetAction((parsed, cancellationToken) => RunAsync(Path.GetFullPath(RunCommand.ChosenDataFolder(parsed.GetValue(data))), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string dataFolder, CancellationToken cancellationToken)
    {
        var service = ServiceTarget.Find(dataFolder);
        await using var database = service.Open(dataFolder);
        var now = TimeProvider.System.GetUtcNow();
        Console.WriteLine(service.Up is { } up
            ? string.Create(CultureInfo.InvariantCulture, $"The service runs on {up.Address} (process {up.Process}) for {Words(now - up.Started)}.")
            : "No `pipeline up` runs on this data folder; the database that is configured says:");
        var overview = new DocumentOverview(database);
        var counts = await overview.CountAsync(cancellationToken);
        if (counts.Count == 0)
        {
            Console.WriteLine("No document yet.");
        }

        foreach (var count in counts)
        {
            var open = count.Oldest is { } oldest && count.Stage < Domain.Documents.DocumentStage.Done;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {count.Stage.ToString().ToLowerInvariant(),-11}{count.Documents,8}{(count.Leased > 0 ? $", {count.Leased} in work" : "")}{(open ? $", the oldest for {Words(now - count.Oldest!.Value)}" : "")}"));
        }

        if (await overview.UnpublishedAsync(cancellationToken) is > 0 and var waiting)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {waiting} messages wait to be published."));
        }

        return ExitCode.Done;
    }

    private static string Words(TimeSpan time) => time.TotalMinutes < 1 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, time.TotalSeconds):0} s")
        : time.TotalHours < 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} h");
}
