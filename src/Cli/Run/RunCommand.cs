using System.CommandLine;
using Pipeline.Cli.Setup;
using Pipeline.Domain.Results;
using Pipeline.Storage.DataFolders;
using Spectre.Console;

namespace Pipeline.Cli.Run;

/// <summary><c>pipeline run PATH…</c></summary>
internal static class RunCommand
{
    private const string Description = """
        Read contracts and write what is in them. PATH is a file or a folder (its PDF files, at any depth).
        Writes results.jsonl and results.csv. The same command again goes on where it stopped, and skips what it has read before.
        Example: pipeline run samples/contracts --out results
        """;

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Arity = ArgumentArity.OneOrMore, Description = "Files or folders to read." };
        // What looks like an option and is no file is a slip of the hand, not a path.
        paths.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => t.Value.StartsWith('-') && !Path.Exists(t.Value)))
            {
                result.AddError($"There is no option {token.Value}.");
            }
        });
        var outFolder = new Option<string>("--out", "-o") { Description = "Folder for the results.", DefaultValueFactory = _ => "out" };
        var schema = new Option<string>("--schema") { Description = "Which fields: a name in schemas/ (contracts, nda) or a file.", DefaultValueFactory = _ => "contracts" };
        var model = new Option<string>("--model") { Description = "Which model: a name in models/ or a card (NAME.card.json).", DefaultValueFactory = _ => "contracts-135m" };
        var prices = new Option<string?>("--prices") { Description = "Price list. Default: prices.json of the installation." };
        var data = DataOption();
        var retry = new Option<bool>("--retry-failed") { Description = "Read again what failed before." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "No progress; the table and errors only." };
        var command = new Command("run", Description) { paths, outFolder, schema, model, prices, data, retry, quiet };
        command.SetAction((parsed, cancellationToken) =>
        {
            var root = InstallRoot.Find();
            var options = new RunOptions
            {
                Paths = parsed.GetRequiredValue(paths),
                Out = Path.GetFullPath(parsed.GetRequiredValue(outFolder)),
                Schema = parsed.GetRequiredValue(schema),
                Model = parsed.GetRequiredValue(model),
                Prices = parsed.GetValue(prices) ?? Path.Combine(root, "prices.json"),
                DataFolder = ChosenDataFolder(parsed.GetValue(data)),
                RetryFailed = parsed.GetValue(retry),
                Quiet = parsed.GetValue(quiet),
            };
            return RunAsync(options, root, cancellationToken);
        });
        return command;
    }

    public static Option<string?> DataOption() =>
        new("--data") { Description = "Data folder (database, documents). Default: PIPELINE_HOME, else /var/lib/pipeline for root, ~/.local/share/pipeline for others." };

    public static string ChosenDataFolder(string? given) =>
        given ?? (Environment.GetEnvironmentVariable("PIPELINE_HOME") is { Length: > 0 } home ? home : DataFolder.DefaultPath());

    private static async Task<int> RunAsync(RunOptions options, string root, CancellationToken processStopping)
    {
        using var interrupt = new Interrupt(processStopping);
        using var console = new RunConsole(options.Quiet);
        var (files, others) = InputFiles.Find(options.Paths);
        if (others > 0)
        {
            console.Say($"{others} other files in these folders are not PDF and are left alone.");
        }

        if (files.Count == 0)
        {
            throw new OperatorException("There is no PDF file under the given paths.");
        }

        var summary = await ExecuteAsync(options, files, root, console, interrupt.Token);
        RunReport.Print(AnsiConsole.Console, summary, options.Out);
        return summary.Interrupted ? ExitCode.Interrupted
            : summary.Results.Any(r => r.Status == ResultStatus.Failed) ? ExitCode.SomeFailed
            : ExitCode.Done;
    }

    /// <summary>The run without its report, for commands that read as part of something else.</summary>
    public static async Task<RunSummary> ExecuteAsync(RunOptions options, IReadOnlyList<InputFile> files, string root, RunConsole console, CancellationToken cancellationToken)
    {
        var configuration = PipelineConfiguration.Load(root);
        var plan = await RunPlan.MakeAsync(options, root, cancellationToken);
        await using var storage = await StorageHost.OpenAsync(options.DataFolder, root, configuration, console, cancellationToken);
        var machinery = new RunMachinery(plan, storage, configuration, console, root);
        return await new ContractRun(options, plan, storage, machinery, console).ExecuteAsync(files, cancellationToken);
    }
}
