using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;
using Pipeline.Domain.Schemas;

namespace Pipeline.Cli.Schemas;

/// <summary>Reads samples with a schema, in a data folder that is thrown away.</summary>
internal static class SchemaTrial
{
    public static async Task<int> RunAsync(TrialOptions trial, CancellationToken processStopping)
    {
        using var interrupt = new Interrupt(processStopping);
        if (!File.Exists(trial.Schema))
        {
            throw new OperatorException($"There is no schema file {trial.Schema}.");
        }

        var schema = ExtractionSchema.Parse(await File.ReadAllTextAsync(trial.Schema, interrupt.Token));
        var files = InputFiles.Find([trial.Folder]).Files;
        if (files.Count == 0)
        {
            throw new OperatorException("There is nothing to read under the given path.");
        }

        var root = InstallRoot.Find();
        var scratch = Directory.CreateTempSubdirectory("pipeline-try-").FullName;
        // As root, the database runs as another user, who passes through here.
        File.SetUnixFileMode(scratch, File.GetUnixFileMode(scratch) | UnixFileMode.OtherExecute);
        try
        {
            var options = new RunOptions
            {
                Paths = [trial.Folder],
                Out = Path.Combine(scratch, "out"),
                Schema = Path.GetFullPath(trial.Schema),
                Model = trial.Model,
                Prices = Path.Combine(root, "prices.json"),
                DataFolder = Path.Combine(scratch, "data"),
            };
            using var console = new RunConsole(quiet: false);
            var summary = await RunCommand.ExecuteAsync(options, [.. files.Take(trial.Documents)], root, console, interrupt.Token);
            foreach (var line in TrialReport.Lines(schema, summary.Results, files.Count))
            {
                Console.WriteLine(line);
            }

            return summary.Interrupted ? ExitCode.Interrupted : TrialReport.AnyFailed(summary.Results) ? ExitCode.SomeFailed : ExitCode.Done;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }
}
