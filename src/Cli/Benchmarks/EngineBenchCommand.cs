using System.CommandLine;
using System.Globalization;
using Pipeline.Cli.Benchmarks.Engines;
using Pipeline.Cli.Evaluation;
using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;
using Pipeline.Domain.Layout;
using Pipeline.Inference;
using Pipeline.Inference.Tuning;
using Pipeline.Workers.Extraction;
using Pipeline.Workers.Reading;
using Pipeline.Workers.Reading.Isolation;

namespace Pipeline.Cli.Benchmarks;

/// <summary><c>pipeline bench engine</c>: the own engine beside its peers, on the same documents in one run.</summary>
internal static class EngineBenchCommand
{
    private const string Description = """
        Read held-out NDAs with the own engine (both styles), with llama-server in the best of its settings, and with llama-server one request at a time, in turn; llama-batched-bench gives the ceiling.
        Writes engine.md and engine.svg. Takes a quarter of an hour or more, on a machine that does nothing else.
        Example: pipeline bench engine --peers /opt/llama.cpp/build/bin --documents 3 --rounds 5
        """;

    public static Command Create()
    {
        var documents = new Option<int>("--documents", "-n") { Description = "How many.", DefaultValueFactory = _ => 3 }.AtLeastOne();
        var rounds = new Option<int>("--rounds") { Description = "How often each contender reads them.", DefaultValueFactory = _ => 5 }.AtLeastOne();
        var peers = new Option<string?>("--peers") { Description = $"Folder of llama-server and llama-batched-bench, of the same llama.cpp. Default: {LlamaPeers.Variable}." };
        var folder = new Option<string?>("--dataset") { Description = "Kleister-NDA data set. Default: kleister-nda in PIPELINE_DATA, else in ../shared/data." };
        var schema = new Option<string>("--schema") { Description = "Which fields.", DefaultValueFactory = _ => "nda" };
        var output = new Option<string>("--out", "-o") { Description = "Folder for the page and the plot.", DefaultValueFactory = _ => Path.Combine("docs", "benchmarks") };
        var command = new Command("engine", Description) { documents, rounds, peers, folder, schema, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var interrupt = new Interrupt(cancellationToken);
            var root = InstallRoot.Find();
            var programs = LlamaPeers.Find(parsed.GetValue(peers));
            var data = parsed.GetValue(folder) ?? Path.Combine(InstallRoot.DataSets(root), "kleister-nda");
            var plan = await PlanAsync(root, parsed.GetRequiredValue(schema), interrupt.Token);
            var requests = await RequestsAsync(plan, data, parsed.GetRequiredValue(documents), interrupt.Token);
            var scratch = Directory.CreateTempSubdirectory("pipeline-bench-").FullName;
            try
            {
                using var console = new RunConsole(quiet: false);
                var templated = await TemplatedModel.WriteAsync(plan.ModelFile, scratch, interrupt.Token);
                var options = new ContestOptions(root, plan.ModelFile, templated, requests, plan.Card.PassageTokens, parsed.GetRequiredValue(rounds), Environment.ProcessorCount);
                var result = await new EngineContest(options, programs, console).RunAsync(interrupt.Token);
                await WriteAsync(parsed.GetRequiredValue(output), result, FactsOf(plan, requests), interrupt.Token);
            }
            finally
            {
                Directory.Delete(scratch, recursive: true);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Task<RunPlan> PlanAsync(string root, string schema, CancellationToken cancellationToken) => RunPlan.MakeAsync(
        new RunOptions
        {
            Paths = [],
            Out = root,
            Schema = schema,
            Model = "contracts-135m",
            Prices = Path.Combine(root, "prices.json"),
            DataFolder = root,
            OwnEngine = true,
        },
        PipelineConfiguration.Load(root).Reading(),
        settings: null,
        root,
        cancellationToken);

    /// <summary>What the engine is asked for each document, as in a run.</summary>
    private static async Task<IReadOnlyList<EngineRequest>> RequestsAsync(RunPlan plan, string folder, int count, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Path.Combine(folder, "documents")))
        {
            throw new OperatorException($"There is no data set {folder}. Name one with --dataset, or set PIPELINE_DATA.");
        }

        var names = await new DataSet(folder, DataSetKind.Kleister).SplitAsync("held_out", cancellationToken) ?? [];
        var reader = new ContractReader(plan.Reading, await IsolationProbe.DetectAsync(cancellationToken));
        var recorder = new RequestRecorder();
        var extractor = new FieldExtractor(recorder, plan.Schema, plan.Card);
        foreach (var name in names.Take(count))
        {
            if (await reader.ReadAsync(Path.Combine(folder, "documents", name), cancellationToken) is ReadingOutcome.Succeeded { Layout: DocumentLayout layout })
            {
                await extractor.ExtractAsync(layout, cancellationToken);
            }
        }

        return recorder.Requests.Count > 0 ? recorder.Requests : throw new OperatorException($"No document of {folder} could be read.");
    }

    private static ContestFacts FactsOf(RunPlan plan, IReadOnlyList<EngineRequest> requests) => new()
    {
        Documents = requests.Count,
        Sentences = requests.Sum(r => r.Sentences.Count),
        Data = "Kleister-NDA, held out",
        Schema = plan.Schema.Identity,
        PassageTokens = plan.Card.PassageTokens,
        Machine = Machine(),
        LlamaVersion = EngineTuner.LibraryVersion,
        Model = plan.Card.Identity,
        Date = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime),
        Command = $"pipeline {string.Join(' ', Environment.GetCommandLineArgs().Skip(1).TakeWhile(a => a != "--peers" && a != "--dataset"))}",
    };

    private static string Machine()
    {
        var processor = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[^1].Trim() ?? "unknown processor";
        return string.Create(CultureInfo.InvariantCulture, $"{processor}, {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0} GB");
    }

    private static async Task WriteAsync(string folder, ContestResult result, ContestFacts facts, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var page = ContestReport.Markdown(result, facts);
        await File.WriteAllTextAsync(Path.Combine(folder, "engine.md"), page, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "engine.svg"), ContestReport.Plot(result), cancellationToken);
        Console.WriteLine(page);
    }
}
