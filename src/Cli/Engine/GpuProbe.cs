using System.Globalization;
using System.Text.Json;
using Pipeline.Cli.Setup;
using Pipeline.Inference.Backends;

namespace Pipeline.Cli.Engine;

/// <summary>Looks for GPUs in a process of its own: drivers hang and crash, and stay loaded in whoever asked them.</summary>
internal static class GpuProbe
{
    // A driver that wakes its GPUs takes some seconds; one that hangs takes for ever.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <param name="thorough">Look even where no device file says that there is a GPU.</param>
    public static async Task<GpuFacts> LookAsync(bool thorough, CancellationToken cancellationToken)
    {
        if (!thorough && !GpuExamination.HasDevice())
        {
            return GpuFacts.NoDevice;
        }

        try
        {
            var answer = await OwnChild.AskAsync(ExamineGpuCommand.Verb, [], Limit, cancellationToken);
            return answer.ExitCode == ExitCode.Done && JsonSerializer.Deserialize(answer.Output, GpuFactsJson.Default.GpuFacts) is { } facts
                ? facts
                : Failed(string.Create(CultureInfo.InvariantCulture, $"the process that looks for GPUs ended with code {answer.ExitCode}"));
        }
        catch (TimeoutException)
        {
            return Failed(string.Create(CultureInfo.InvariantCulture, $"no answer within {Limit.TotalSeconds:0} s"));
        }
        catch (JsonException)
        {
            return Failed("the process that looks for GPUs said something else than what it found");
        }
    }

    private static GpuFacts Failed(string why) => new() { Failure = why };
}
