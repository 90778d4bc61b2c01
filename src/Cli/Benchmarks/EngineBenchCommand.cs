using System.CommandLine;
using Pipeline.Cli.Benchmarks.Engines;
using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;
using Pipeline.Inference.Tuning;

namespace Pipeline.Cli.Benchmarks;

/// <summary><c>pipeline bench engine</c>: the own engine beside its peers, on the same documents in one run.</summary>
internal static class EngineBenchCommand
{
    private const string Description = """
        Read held-out NDAs with the own engine (both styles), with llama-server in the best of its settings, and with llama-server one request at a time, in turn; llama-batched-bench gives the ceiling.
        Writes engine.md and engine.svg. Takes a quarter of an hour or more, on a machine that does nothing else.
        Example: pipeline bench engine --peers /opt/llama.cpp/build/bin --documents 3 --most-sentences 80 --rounds 5
        """;

    public static Command Create()
    {
        var documents = new Option<int>("--documents", "-n") { Description = "How many.", DefaultValueFactory = _ => 3 }.AtLeastOne();
        var most = new Option<int>("--most-sentences") { Description = "Leave longer documents out.", DefaultValueFactory = _ => int.MaxValue }.AtLeastOne();
        var sweep = new Option<int>("--sweep-documents") { Description = "How many of them each setting reads in the sweep.", DefaultValueFactory = _ => 1 }.AtLeastOne();
        var servers = new Option<int>("--servers") { Description = "How many settings of llama-server, the best of the sweep, go into the rounds.", DefaultValueFactory = _ => 2 }.AtLeastOne();
        var rounds = new Option<int>("--rounds") { Description = "How often each contender reads them.", DefaultValueFactory = _ => 5 }.AtLeastOne();
        var peers = new Option<string?>("--peers") { Description = $"Folder of llama-server and llama-batched-bench, of the same llama.cpp. Default: {LlamaPeers.Variable}." };
        var folder = BenchDocuments.DataSetOption();
        var schema = new Option<string>("--schema") { Description = "Which fields.", DefaultValueFactory = _ => "nda" };
        var output = BenchPage.FolderOption();
        var command = new Command("engine", Description)
        {
            documents, most, sweep, servers, rounds, peers, folder, schema, output, WaitingBenchCommand.Create(), OverheadBenchCommand.Create(),
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var interrupt = new Interrupt(cancellationToken);
            var root = InstallRoot.Find();
            var programs = LlamaPeers.Find(parsed.GetValue(peers));
            var data = BenchDocuments.Folder(root, parsed.GetValue(folder));
            var plan = await BenchDocuments.PlanAsync(root, parsed.GetRequiredValue(schema), interrupt.Token);
            var asked = await BenchDocuments.LoadAsync(plan, data, parsed.GetRequiredValue(documents), parsed.GetRequiredValue(most), interrupt.Token);
            var scratch = Directory.CreateTempSubdirectory("pipeline-bench-").FullName;
            try
            {
                using var console = new RunConsole(quiet: false);
                var templated = await TemplatedModel.WriteAsync(plan.ModelFile, scratch, interrupt.Token);
                var options = new ContestOptions(root, plan.ModelFile, templated, asked, plan.Card.PassageTokens, parsed.GetRequiredValue(rounds))
                {
                    SweepDocuments = parsed.GetRequiredValue(sweep),
                    BestServers = parsed.GetRequiredValue(servers),
                };
                var facts = FactsOf(plan, asked);
                console.Say(FormattableString.Invariant($"{facts.Documents} documents, {facts.Sentences} sentences, with the gate {facts.GatedSentences}"));
                var result = await new EngineContest(options, programs, console).RunAsync(soFar => WriteAsync(parsed.GetRequiredValue(output), soFar, facts, interrupt.Token), interrupt.Token);
                Console.WriteLine(ContestReport.Markdown(result, facts));
            }
            finally
            {
                Directory.Delete(scratch, recursive: true);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static ContestFacts FactsOf(RunPlan plan, ContestDocuments asked) => new()
    {
        Documents = asked.Whole.Count,
        Sentences = asked.Sentences,
        GatedSentences = asked.GatedSentences,
        Data = "Kleister-NDA, held out",
        Schema = plan.Schema.Identity,
        PassageTokens = plan.Card.PassageTokens,
        Machine = BenchMachine.Name,
        LlamaVersion = EngineTuner.LibraryVersion,
        Model = plan.Card.Identity,
        Date = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime),
        Command = BenchMachine.Command,
    };

    private static Task WriteAsync(string folder, ContestResult result, ContestFacts facts, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        return Task.WhenAll(
            BenchPage.WriteAsync(folder, BenchPart.Contest, ContestReport.Markdown(result, facts), cancellationToken),
            File.WriteAllTextAsync(Path.Combine(folder, "engine.svg"), ContestReport.Plot(result), cancellationToken));
    }
}
