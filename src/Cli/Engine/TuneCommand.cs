using System.CommandLine;
using System.Text.Json;
using Pipeline.Cli.Setup;
using Pipeline.Inference.Tuning;

namespace Pipeline.Cli.Engine;

/// <summary><c>pipeline tune-engine</c>: the child that measures how many lanes and threads read most. Not for people.</summary>
internal static class TuneCommand
{
    public const string Verb = "tune-engine";

    public static Command Create()
    {
        var model = new Option<string>("--model") { Required = true };
        var libraries = new Option<string>("--libraries") { Required = true };
        var passageTokens = new Option<int>("--passage-tokens") { Required = true };
        var command = new Command(Verb, "The process that measures the engine's sizes; started by `run`.") { model, libraries, passageTokens };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            var outcome = EngineTuner.Tune(parsed.GetRequiredValue(libraries), parsed.GetRequiredValue(model), parsed.GetRequiredValue(passageTokens), Environment.ProcessorCount);
            Console.WriteLine(JsonSerializer.Serialize(outcome, TuningJson.Default.TuningOutcome));
            return ExitCode.Done;
        });
        return command;
    }
}
