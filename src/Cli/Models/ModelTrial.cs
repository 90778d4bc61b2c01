using System.Diagnostics;
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
        var command = OwnExecutable.Command(ExamineCommand.Verb);
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[.. command.Skip(1), "--model", path, "--libraries", InstallRoot.Libraries(root)])
        {
            start.ArgumentList.Add(argument);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        using var process = Process.Start(start) ?? throw new OperatorException("The process that tries the model cannot be started.");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == ExitCode.Done
                ? Read(await output)
                : throw new OperatorException($"{path} cannot be loaded as a model: {Reason(await errors, process.ExitCode)}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OperatorException(FormattableString.Invariant($"{path} was not loaded within {Limit.TotalMinutes:0} minutes. Copy it to a local disk, add it from there."));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static ModelFacts Read(string output) =>
        JsonSerializer.Deserialize(output, ModelFactsJson.Default.ModelFacts) ?? throw new OperatorException("The process that tries the model said nothing.");

    /// <summary>What llama.cpp and we said.</summary>
    private static string Reason(string errors, int exitCode)
    {
        var lines = errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("load_backend:", StringComparison.Ordinal)).ToArray();
        // The first names the cause; the last is ours and says what to do.
        return lines.Length > 0 ? string.Join(" … ", lines.Length == 1 ? lines : [lines[0], lines[^1]]) : FormattableString.Invariant($"exit code {exitCode}.");
    }
}
