using System.CommandLine;
using System.Text.Json;
using Pipeline.Cli.Setup;
using Pipeline.Inference;

namespace Pipeline.Cli.Engine;

/// <summary><c>pipeline examine-model</c>: the child that loads a model file to see whether it can be used. Not for people.</summary>
internal static class ExamineCommand
{
    public const string Verb = "examine-model";

    public static Command Create()
    {
        var model = new Option<string>("--model") { Required = true };
        var libraries = new Option<string>("--libraries") { Required = true };
        var command = new Command(Verb, "The process that tries a model file; started by `models add`.") { model, libraries };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            var facts = ModelExamination.Examine(parsed.GetRequiredValue(libraries), parsed.GetRequiredValue(model));
            Console.WriteLine(JsonSerializer.Serialize(facts, ModelFactsJson.Default.ModelFacts));
            return ExitCode.Done;
        });
        return command;
    }
}
