using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pipeline.Cli.Setup;
using Pipeline.Inference.Tuning;
using Pipeline.Workers.Delivery;
using Pipeline.Workers.Models;

namespace Pipeline.Cli.Engine;

/// <summary>Chooses the engine's lanes and threads by a measurement of a few seconds, once for a model, a machine and a version of llama.cpp, and remembers it in the data folder.</summary>
internal sealed class EngineTuning(string dataFolder, string libraries, ModelCard card, string modelFile, IProgress<string> steps)
{
    // A model too large for this machine must not keep a run from starting.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>The sizes of the cores with the lanes and threads that were measured.</summary>
    public async Task<EngineSizes> ApplyAsync(EngineSizes sizes, CancellationToken cancellationToken)
    {
        var path = Path.Combine(dataFolder, "tuning", $"{Key()}.json");
        if (await RememberedAsync(path, cancellationToken) is not { } outcome)
        {
            steps.Report("Measuring which lanes and threads are fastest, once for this model and machine");
            if (await MeasureAsync(cancellationToken) is not { } measured)
            {
                return sizes;
            }

            outcome = measured;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await ReplacedFile.WriteAsync(path, writer => writer.WriteLineAsync(JsonSerializer.Serialize(outcome, TuningJson.Default.TuningOutcome)), cancellationToken);
        }

        return sizes with { Lanes = outcome.Lanes, ThreadsPerLane = outcome.ThreadsPerLane };
    }

    /// <summary>Model, llama.cpp, processor and how many cores this process may use: with another of any of them it is measured again.</summary>
    private string Key()
    {
        var parts = string.Join('\n', card.Sha256, EngineTuner.LibraryVersion, Processor(), Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture), card.PassageTokens.ToString(CultureInfo.InvariantCulture));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parts)))[..16];
    }

    /// <summary>The line of the system that names it; empty where there is none.</summary>
    internal static string Processor()
    {
        try
        {
            return File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static async Task<TuningOutcome?> RememberedAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(await File.ReadAllTextAsync(path, cancellationToken), TuningJson.Default.TuningOutcome) : null;
        }
        catch (JsonException)
        {
            // Damaged: measured again.
            return null;
        }
    }

    /// <summary>Null where it cannot be measured: the engine then says what is wrong, or starts with the sizes of the cores.</summary>
    private async Task<TuningOutcome?> MeasureAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await OwnChild.AskAsync(
                TuneCommand.Verb,
                ["--model", modelFile, "--libraries", libraries, "--passage-tokens", card.PassageTokens.ToString(CultureInfo.InvariantCulture)],
                Limit,
                cancellationToken);
            return answer.ExitCode == ExitCode.Done ? JsonSerializer.Deserialize(answer.Output, TuningJson.Default.TuningOutcome) : null;
        }
        catch (Exception e) when (e is TimeoutException or JsonException)
        {
            return null;
        }
    }
}
