using System.CommandLine;
using Pipeline.Cli.Benchmarks;
using Pipeline.Cli.Doctor;
using Pipeline.Cli.Engine;
using Pipeline.Cli.Evaluation;
using Pipeline.Cli.Gating;
using Pipeline.Cli.Keys;
using Pipeline.Cli.Models;
using Pipeline.Cli.Operations;
using Pipeline.Cli.Run;
using Pipeline.Cli.Schemas;
using Pipeline.Cli.Serve;
using Pipeline.Cli.Setup;
using Pipeline.Cli.Webhooks;

namespace Pipeline.Cli;

internal static class Program
{
    private const string Description = """
        Reads contracts on your own machine: PDF in, fields with quotes and boxes out. Nothing leaves the machine,
        unless you name an endpoint elsewhere and allow it (docs/second-engine.md).

        Start with:  pipeline run samples/contracts

        Exit codes:  0 all read · 1 a fault, the message says what to do · 2 wrong usage
                     3 some documents failed, results.jsonl says why · 4 eval: worse than --against · 130 interrupted, the same command goes on
        """;

    private static async Task<int> Main(string[] arguments)
    {
        var root = new RootCommand(Description)
        {
            RunCommand.Create(),
            UpCommand.Create(),
            ServeCommand.Create(),
            StatusCommand.Create(),
            StopCommand.Create(),
            ReplayCommand.Create(),
            WebhooksCommand.Create(),
            EvalCommand.Create(),
            CalibrateCommand.Create(),
            BenchCommand.Create(),
            DoctorCommand.Create(),
            HealthCommand.Create(),
            SchemasCommand.Create(),
            ModelsCommand.Create(),
            KeysCommand.Create(),
            GateCommand.Create(),
            EngineCommand.Create(),
            ExamineCommand.Create(),
            ExamineGpuCommand.Create(),
            TuneCommand.Create(),
        };
        // A file may be called @minutes.pdf: no response files.
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync("✗ " + error.Message);
            }

            await Console.Error.WriteLineAsync("Use --help to see what is possible.");
            return ExitCode.Usage;
        }

        return await FailureReport.GuardAsync(() => parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }));
    }
}
