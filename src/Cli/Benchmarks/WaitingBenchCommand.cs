using System.CommandLine;
using Pipeline.Cli.Benchmarks.Engines;
using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;
using Pipeline.Inference;

namespace Pipeline.Cli.Benchmarks;

/// <summary><c>pipeline bench engine waiting</c>: what bulk work costs somebody who waits.</summary>
internal static class WaitingBenchCommand
{
    private const string Description = """
        Read interactive passages while bulk documents fill the engine, and beside them on an idle engine. Writes its part of engine.md.
        Example: pipeline bench engine waiting --passages 60
        """;

    public static Command Create()
    {
        var passages = new Option<int>("--passages", "-n") { Description = "How many interactive passages.", DefaultValueFactory = _ => 60 }.AtLeastOne();
        var folder = BenchDocuments.DataSetOption();
        var output = BenchPage.FolderOption();
        var command = new Command("waiting", Description) { passages, folder, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var interrupt = new Interrupt(cancellationToken);
            using var console = new RunConsole(quiet: false);
            var root = InstallRoot.Find();
            var plan = await BenchDocuments.PlanAsync(root, "nda", interrupt.Token);
            var documents = await BenchDocuments.LoadAsync(plan, BenchDocuments.Folder(root, parsed.GetValue(folder)), 4, int.MaxValue, interrupt.Token);
            var setting = new OwnSetting(EngineStyle.Inline, Environment.ProcessorCount, 1, 1);
            var bench = new WaitingBench(() => setting.Start(root, plan.ModelFile, plan.Card.PassageTokens), documents.Whole, setting.DocumentsAtOnce, console);
            var figures = await bench.RunAsync(parsed.GetRequiredValue(passages), interrupt.Token);
            var page = WaitingReport.Markdown(figures, setting);
            await BenchPage.WriteAsync(parsed.GetRequiredValue(output), BenchPart.Waiting, page, interrupt.Token);
            Console.WriteLine(page);
            return ExitCode.Done;
        });
        return command;
    }
}
