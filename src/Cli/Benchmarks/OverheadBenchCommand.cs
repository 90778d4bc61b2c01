using System.CommandLine;
using Pipeline.Cli.Benchmarks.Engines;
using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;
using Pipeline.Inference;

namespace Pipeline.Cli.Benchmarks;

/// <summary><c>pipeline bench engine overhead</c>: what the engine adds to the model, and whether that grows with the number of documents.</summary>
internal static class OverheadBenchCommand
{
    private const string Description = """
        Read 100, 1,000 and 10,000 documents of one short passage, and compare what one costs. Writes its part of engine.md. Takes some ten minutes.
        Example: pipeline bench engine overhead --most 10000
        """;

    public static Command Create()
    {
        var most = new Option<int>("--most", "-n") { Description = "How many documents at most.", DefaultValueFactory = _ => 10_000 }.AtLeastOne();
        var folder = BenchDocuments.DataSetOption();
        var output = BenchPage.FolderOption();
        var command = new Command("overhead", Description) { most, folder, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var interrupt = new Interrupt(cancellationToken);
            using var console = new RunConsole(quiet: false);
            var root = InstallRoot.Find();
            var plan = await BenchDocuments.PlanAsync(root, "nda", interrupt.Token);
            var documents = await BenchDocuments.LoadAsync(plan, BenchDocuments.Folder(root, parsed.GetValue(folder)), 3, int.MaxValue, interrupt.Token);
            var setting = new OwnSetting(EngineStyle.Inline, Environment.ProcessorCount, 1, 1);
            var bench = new OverheadBench(() => setting.Start(root, plan.ModelFile, plan.Card.PassageTokens), documents.Whole, setting, console);
            var page = OverheadReport.Markdown(await bench.RunAsync(parsed.GetRequiredValue(most), interrupt.Token), setting);
            await BenchPage.WriteAsync(parsed.GetRequiredValue(output), BenchPart.Overhead, page, interrupt.Token);
            Console.WriteLine(page);
            return ExitCode.Done;
        });
        return command;
    }
}
