using System.Text.Json;
using Pipeline.Cli.Engine;
using Pipeline.Cli.Setup;
using Pipeline.Inference;

namespace Pipeline.Cli.Models;

/// <summary>Loads a model file in a process of its own, and says what it is.</summary>
internal static class ModelTrial
{
    // A large model on a cold disk takes a while to map.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <exception cref="OperatorException">llama.cpp cannot load it.</exception>
    public static async Task<ModelFacts> RunAsync(string root, string path, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await OwnChild.AskAsync(ExamineCommand.Verb, ["--model", path, "--libraries", InstallRoot.Libraries(root)], Limit, cancellationToken);
            return answer.ExitCode == ExitCode.Done
                ? Read(answer.Output)
                : throw new OperatorException($"{path} cannot be loaded as a model: {answer.Reason()}");
        }
        catch (TimeoutException)
        {
            throw new OperatorException(FormattableString.Invariant($"{path} was not loaded within {Limit.TotalMinutes:0} minutes. Copy it to a local disk, add it from there."));
        }
    }

    private static ModelFacts Read(string output) =>
        JsonSerializer.Deserialize(output, ModelFactsJson.Default.ModelFacts) ?? throw new OperatorException("The process that tries the model said nothing.");
}
