using System.Diagnostics;
using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Engine;

/// <summary>Asks a process of this program's own one thing: what loads llama.cpp may crash, and must not take the rest along.</summary>
internal static class OwnChild
{
    /// <exception cref="TimeoutException">It took longer than <paramref name="limit"/>, and was killed.</exception>
    /// <exception cref="OperatorException">It cannot be started.</exception>
    public static async Task<ChildAnswer> AskAsync(string verb, IEnumerable<string> arguments, TimeSpan limit, CancellationToken cancellationToken)
    {
        var command = OwnExecutable.Command(verb);
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in command.Skip(1).Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(limit);
        using var process = Process.Start(start) ?? throw new OperatorException($"The process `pipeline {verb}` cannot be started.");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(time.Token);
            var errors = process.StandardError.ReadToEndAsync(time.Token);
            await process.WaitForExitAsync(time.Token);
            return new ChildAnswer(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(FormattableString.Invariant($"`pipeline {verb}` took longer than {limit.TotalSeconds:0} s."));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
