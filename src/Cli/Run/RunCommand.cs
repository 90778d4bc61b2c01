using System.CommandLine;
using Pipeline.Cli.Setup;
using Pipeline.Domain.Results;
using Pipeline.Storage.DataFolders;

namespace Pipeline.Cli.Run;

/// <summary><c>pipeline run PATH…</c></summary>
internal static class RunCommand
{
    private const string Description = """
        Read contracts and write what is in them. PATH is a file or a folder (the documents, mails and archives in it, at any depth).
        Writes results.jsonl, results.csv and report.html. The same command again goes on where it stopped, and skips what it has read before.
        Examples:
          pipeline run samples/contracts
          pipeline run ~/contracts lease.pdf --out results --schema nda
          pipeline run inbox --schema nda --model ~/models/Qwen2.5-7B-Instruct-Q4_K_M.gguf
          pipeline run inbox --fields parties,expiration_date,renewal_term --limit 10
          pipeline run inbox --endpoint http://127.0.0.1:8080/v1 --endpoint-model Qwen2.5-7B-Instruct
          pipeline run archive --no-ocr --report-images none --quiet
          pipeline run samples/contracts --again --deterministic
        """;

    public static Command Create()
    {
        var flags = new RunFlags();
        var command = new Command("run", Description);
        flags.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            var root = InstallRoot.Find();
            return RunAsync(flags.Read(parsed, root), root, cancellationToken);
        });
        return command;
    }

    public static Option<string?> DataOption() =>
        new("--data") { Description = "Data folder (database, documents). Default: PIPELINE_HOME, else /var/lib/pipeline for root, ~/.local/share/pipeline for others." };

    public static Option<bool> ReadAllOption() =>
        new("--read-all") { Description = "Read every sentence. By default the model's gate leaves out those that hold none of the fields, where it has one for the schema (docs/reading-less.md)." };

    public static string ChosenDataFolder(string? given) =>
        given ?? (Environment.GetEnvironmentVariable("PIPELINE_HOME") is { Length: > 0 } home ? home : DataFolder.DefaultPath());

    private static async Task<int> RunAsync(RunOptions options, string root, CancellationToken processStopping)
    {
        using var interrupt = new Interrupt(processStopping);
        using var console = new RunConsole(options.Quiet);
        var input = await NothingRead.UntilAsync(() => Task.FromResult(InputFiles.Find(options.Paths)));
        var files = input.Files;
        if (input.Others > 0)
        {
            console.Say($"{input.Others} other files in these folders are no documents and are left alone.");
        }

        if (files.Count == 0)
        {
            throw new OperatorException("There is no document under the given paths. Nothing was read.");
        }

        var summary = await ExecuteAsync(options, [.. files.Take(options.Limit ?? files.Count)], root, console, interrupt.Token);
        if (options.Json)
        {
            RunReport.PrintJson(Console.Out, summary, options);
        }
        else
        {
            RunReport.Print(Console.Out, summary, options);
        }

        return summary.Interrupted ? ExitCode.Interrupted
            : summary.Results.Any(r => r.Status == ResultStatus.Failed) ? ExitCode.SomeFailed
            : ExitCode.Done;
    }

    /// <summary>The run without its report, for commands that read as part of something else.</summary>
    public static async Task<RunSummary> ExecuteAsync(RunOptions options, IReadOnlyList<InputFile> files, string root, RunConsole console, CancellationToken cancellationToken)
    {
        var (configuration, plan) = await NothingRead.UntilAsync(() => PrepareAsync(options, root, cancellationToken));
        if (plan.Card.Version == 0)
        {
            console.Say($"{plan.Card.Identity} has no card: it is told what each field means, languages are not checked, and nothing is accepted without a person.");
        }

        await using var storage = await NothingRead.UntilAsync(() => StorageHost.OpenAsync(options.DataFolder, root, options.Isolated ? null : configuration.Postgres, console, cancellationToken));
        console.EndStep();
        var machinery = new RunMachinery(plan, options, storage, configuration, console);
        return await new ContractRun(options, plan, storage, machinery, console).ExecuteAsync(files, cancellationToken);
    }

    private static async Task<(PipelineConfiguration Configuration, RunPlan Plan)> PrepareAsync(RunOptions options, string root, CancellationToken cancellationToken)
    {
        var configuration = PipelineConfiguration.Load(root);
        var reading = configuration.Reading();
        var endpoint = options.OwnEngine ? null : configuration.Endpoint(options.Endpoint.Apply);
        OutputFolder.Require(options.Out);
        var chosen = options with { ReadAll = options.ReadAll || configuration.ReadsAll };
        return (configuration, await RunPlan.MakeAsync(chosen, options.NoOcr ? reading with { Ocr = false } : reading, endpoint, root, cancellationToken));
    }
}
