using System.Text;
using Pipeline.Formats.Content;

namespace Pipeline.Workers.Reading.Isolation;

/// <summary>Runs a tool over a file that nobody trusts: limited, isolated as far as the machine allows, its output streamed and capped. Safe for concurrent use.</summary>
public sealed class LimitedProcess(IsolationReport isolation)
{
    private const int SandboxSignalBase = 128;
    private const double TickTolerance = 0.8;

    /// <param name="limits">What the child may use.</param>
    /// <param name="readOutput">Reads the output while the child writes it. An <see cref="InvalidDataException"/> refuses the output and kills the child.</param>
    /// <exception cref="ToolUnavailableException">The tool is not installed, or no limits can be set on this machine.</exception>
    /// <exception cref="IOException">The input file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The input file may not be read.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled; the child is dead.</exception>
    public async Task<LimitedRun<T>> RunAsync<T>(LimitedCommand command, ProcessLimits limits, Func<Stream, T> readOutput, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var tool = ProgramPath.Find(command.Tool) ?? throw new ToolUnavailableException($"The program {command.Tool} is not installed in /usr/bin or /bin. Run `pipeline doctor`.");
        var line = CommandLine.Build(isolation, tool, command, limits);
        using var input = File.OpenHandle(command.InputFile ?? "/dev/null", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var child = new ChildProcess(line, input);
        using var killer = new ChildKiller(child);
        using var wall = new Timer(_ => killer.Kill(KillReason.Wall), null, limits.Wall, Timeout.InfiniteTimeSpan);
        await using var cancelled = cancellationToken.Register(() => killer.Kill(KillReason.Cancelled));
        var end = OnThreadOfItsOwn(child.Run);
        var errors = OnThreadOfItsOwn(() => ReadErrors(child.Errors, limits.ErrorBytes));
        var output = OnThreadOfItsOwn(() => ReadOutput(child.Output, limits.OutputBytes, readOutput, killer));

        // All three before anything is thrown: none may outlive the pipes.
        await Task.WhenAll(end, errors, output);
        cancellationToken.ThrowIfCancellationRequested();
        var (status, usage) = await end;
        var (read, refusal) = await output;
        return Judge(status, usage.CpuSeconds, limits, await errors, read, refusal, killer.Reason);
    }

    private LimitedRun<T> Judge<T>(int status, double cpuSeconds, ProcessLimits limits, string errors, T? output, InvalidDataException? refusal, KillReason? reason)
    {
        var (code, signal) = Decode(status);
        // The tool was never reached: bubblewrap was taken away, or the kernel refuses it by now.
        if (code is > 0 && (errors.StartsWith("bwrap:", StringComparison.Ordinal) || errors.StartsWith("prlimit:", StringComparison.Ordinal)))
        {
            throw new ToolUnavailableException($"Parsers cannot be isolated any more ({errors.Split('\n')[0]}). Run `pipeline doctor`.");
        }

        var end = reason switch
        {
            KillReason.Wall => ProcessEnd.TimedOut,
            KillReason.Output => ProcessEnd.TooMuchOutput,
            KillReason.Refused => ProcessEnd.OutputRefused,
            KillReason.Cancelled or null => signal switch
            {
                // What a failing tool wrote is cut short: its own exit code says more than the refusal.
                null => refusal is null || code != 0 ? ProcessEnd.Exited : ProcessEnd.OutputRefused,
                _ when UsedUp(signal.Value, cpuSeconds, limits) => ProcessEnd.TimedOut,
                _ => ProcessEnd.Crashed,
            },
        };
        return new LimitedRun<T>(end, code, signal, cpuSeconds, errors, end == ProcessEnd.Exited ? output : default, refusal);
    }

    // In a sandbox only the hard limit's SIGKILL arrives. The kernel counts that limit in ticks and the usage exactly: seen 19.7 s where 21 were the limit.
    private static bool UsedUp(int signal, double cpuSeconds, ProcessLimits limits) =>
        signal == NativeMethods.SigXcpu || (signal == NativeMethods.SigKill && cpuSeconds >= limits.Cpu.TotalSeconds * TickTolerance);

    private (int? Code, int? Signal) Decode(int status)
    {
        if ((status & 0x7F) is var signal and not 0)
        {
            return (null, signal);
        }

        var code = (status >> 8) & 0xFF;
        // bubblewrap reports its child's signal as a shell does.
        return isolation.Bubblewrap is not null && code > SandboxSignalBase ? (null, code - SandboxSignalBase) : (code, null);
    }

    private static (T? Output, InvalidDataException? Refusal) ReadOutput<T>(Stream stream, long limit, Func<Stream, T> read, ChildKiller killer)
    {
        using var capped = new CappedStream(stream, limit, () => killer.Kill(KillReason.Output));
        try
        {
            var output = read(capped);
            // What is left of the output must not block the child, and counts against the cap.
            capped.CopyTo(Stream.Null);
            return (output, null);
        }
        catch (InvalidDataException refusal)
        {
            // At its end there is nothing to stop: how the child ended by itself is what counts then.
            if (capped.ReadByte() >= 0)
            {
                killer.Kill(KillReason.Refused);
            }

            return (default, refusal);
        }
        catch
        {
            // An error of ours: the child must not outlive it, and it comes out of the awaited task.
            killer.Kill(KillReason.Refused);
            throw;
        }
    }

    private static string ReadErrors(Stream stream, int limit)
    {
        var kept = new byte[limit];
        var count = stream.ReadAtLeast(kept, limit, throwOnEndOfStream: false);
        stream.CopyTo(Stream.Null);
        return Encoding.UTF8.GetString(kept, 0, count);
    }

    // Reads of pipes block: on pool threads, many readers side by side would starve everything else.
    private static Task<T> OnThreadOfItsOwn<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
