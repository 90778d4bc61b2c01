using System.Diagnostics;
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

        var command = OwnExecutable.Command(ExamineGpuCommand.Verb);
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        using var process = Process.Start(start) ?? throw new OperatorException("The process that looks for GPUs cannot be started.");
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            await errors;
            return process.ExitCode == ExitCode.Done && JsonSerializer.Deserialize(output, GpuFactsJson.Default.GpuFacts) is { } facts
                ? facts
                : Failed(string.Create(CultureInfo.InvariantCulture, $"the process that looks for GPUs ended with code {process.ExitCode}"));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(string.Create(CultureInfo.InvariantCulture, $"no answer within {Limit.TotalSeconds:0} s"));
        }
        catch (JsonException)
        {
            return Failed("the process that looks for GPUs said something else than what it found");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static GpuFacts Failed(string why) => new() { Failure = why };
}
