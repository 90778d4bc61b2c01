using System.CommandLine;
using System.Globalization;
using Pipeline.Cli.Evaluation;
using Pipeline.Cli.Models;
using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;
using Pipeline.Domain.Results;

namespace Pipeline.Cli.Benchmarks;

/// <summary><c>pipeline bench</c>: how fast it is on this machine.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var documents = new Option<int>("--documents", "-n") { Description = "How many.", DefaultValueFactory = _ => 40 }.AtLeastOne();
        var folder = new Option<string?>("--dataset") { Description = "Kleister-NDA data set. Default: kleister-nda in PIPELINE_DATA, else in ../shared/data." };
        var schema = new Option<string>("--schema") { Description = "Which fields.", DefaultValueFactory = _ => "nda" };
        var readAll = RunCommand.ReadAllOption();
        var run = new Command("run", """
            Read held-out NDAs from scratch, in a data folder of its own, and print documents a minute, the share of wall time inside llama_decode, and the most memory in use.
            Example: pipeline bench run --documents 10
            """) { documents, folder, schema, readAll };
        run.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetRequiredValue(documents), parsed.GetValue(folder), parsed.GetRequiredValue(schema), parsed.GetValue(readAll), cancellationToken));
        return new Command("bench", "Measure speed on this machine.") { run, EngineBenchCommand.Create(), ServiceBenchCommand.Create() };
    }

    private static async Task<int> RunAsync(int count, string? dataset, string schema, bool readAll, CancellationToken cancellationToken)
    {
        using var interrupt = new Interrupt(cancellationToken);
        var root = InstallRoot.Find();
        var folder = dataset ?? Path.Combine(InstallRoot.DataSets(root), "kleister-nda");
        if (!Directory.Exists(Path.Combine(folder, "documents")))
        {
            throw new OperatorException($"There is no data set {folder}. Name one with --dataset, or set PIPELINE_DATA.");
        }

        var names = await new DataSet(folder, DataSetKind.Kleister).SplitAsync("held_out", interrupt.Token) ?? [];
        var scratch = Directory.CreateTempSubdirectory("pipeline-bench-").FullName;
        // As root, the database runs as another user, who passes through here.
        File.SetUnixFileMode(scratch, File.GetUnixFileMode(scratch) | UnixFileMode.OtherExecute);
        try
        {
            var options = new RunOptions
            {
                Paths = [.. names.Take(count).Select(n => Path.Combine(folder, "documents", n))],
                Out = Path.Combine(scratch, "out"),
                Schema = schema,
                Model = ModelShelf.Default,
                Prices = Path.Combine(root, "prices.json"),
                DataFolder = Path.Combine(scratch, "data"),
                Isolated = true,
                OwnEngine = true,
                ReadAll = readAll,
            };
            await using var memory = new MemoryWatch();
            using var console = new RunConsole(quiet: false);
            var files = InputFiles.Find(options.Paths).Files;
            var summary = await RunCommand.ExecuteAsync(options, files, root, console, interrupt.Token);
            if (summary.Interrupted)
            {
                return ExitCode.Interrupted;
            }

            Print(summary, await memory.StopAsync());
            return ExitCode.Done;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static void Print(RunSummary summary, long peakBytes)
    {
        var engine = summary.Engine ?? throw new OperatorException("Nothing was read.");
        var seconds = summary.Reading.TotalSeconds;
        var costs = summary.Results.Select(r => decimal.Parse(r.Cost.Total, CultureInfo.InvariantCulture)).ToArray();
        FormattableString[] lines =
        [
            $"documents                 {summary.Results.Count(r => r.Status != ResultStatus.Failed)} of {summary.Files}",
            $"wall                      {seconds:0.0} s (start of the model included)",
            $"documents a minute        {summary.Opened / summary.Reading.TotalMinutes:0.00}",
            $"tokens a second           {engine.Tokens / seconds:0} ({engine.Tokens} in {engine.Steps} steps, {engine.Lanes} lanes)",
            $"inside llama_decode       {100 * engine.DecodeSeconds / (engine.Lanes * seconds):0.0} % of wall time",
            $"of the lanes' work        {100 * engine.DecodeSeconds / engine.BusySeconds:0.00} % inside llama_decode, {(double)engine.AllocatedBytes / engine.Steps:0} bytes allocated a step",
            $"cost a document           {costs.DefaultIfEmpty().Average():0.00000000} {summary.Results[0].Cost.Currency}",
            $"most memory               {peakBytes / 1048576.0:0} MiB (proportional set size of all processes)",
        ];
        foreach (var line in lines)
        {
            Console.WriteLine(FormattableString.Invariant(line));
        }
    }
}
