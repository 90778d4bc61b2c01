using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Threading.Channels;
using Pipeline.Inference.Native;
using Pipeline.Inference.Protocol;

namespace Pipeline.Inference.Supervision;

/// <summary>One child process and the connection to it.</summary>
internal sealed class EngineChild : IAsyncDisposable
{
    private const int SignalKill = 9;

    private readonly Process _process;
    private readonly NetworkStream _stream;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _writing;
    private readonly LastLines _errors;
    private bool _disposed;

    private EngineChild(Process process, NetworkStream stream, LastLines errors)
    {
        _process = process;
        _stream = stream;
        _errors = errors;
        Frames = new FrameStream(stream);
        _writing = Frames.WriteAllAsync(_closing.Token);
    }

    public FrameStream Frames { get; }

    public int ProcessId => _process.Id;

    /// <summary>How it ended by itself; only after <see cref="DescribeEndAsync"/>.</summary>
    public EngineDeath Death => _process.ExitCode > 128 ? EngineDeath.Killed : EngineDeath.Exited;

    /// <summary>Starts the child and waits until its model is loaded.</summary>
    /// <exception cref="EngineSetupException">It ended, or was not ready in time; the message holds what it said.</exception>
    public static async Task<EngineChild> StartAsync(EngineChildOptions options, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.RunFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var socketPath = Path.Combine(options.RunFolder, $"engine-{Guid.CreateVersion7():n}"[..24] + ".sock");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.StartLimit);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(socketPath));
        listener.Listen(1);
        var errors = new LastLines(20);
        var process = Launch(options, socketPath, errors);
        try
        {
            var accepting = listener.AcceptAsync(limit.Token).AsTask();
            var exit = process.WaitForExitAsync(limit.Token);
            if (await Task.WhenAny(accepting, exit) == exit)
            {
                await exit;
                throw Died(process, errors);
            }

#pragma warning disable CA2000 // The child owns its connection from here on, and the caller the child.
            var child = new EngineChild(process, new NetworkStream(await accepting, ownsSocket: true), errors);
#pragma warning restore CA2000
            switch (await child.Frames.ReadAsync(limit.Token))
            {
                case ReadyFrame:
                    return child;
                case NotReadyFrame reason:
                    throw new EngineSetupException($"The model process cannot start. {reason.Message}") { Shortage = reason.Shortage };
                default:
                    await process.WaitForExitAsync(limit.Token);
                    throw Died(process, errors);
            }
        }
        catch (Exception e)
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
            if (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                throw new EngineSetupException(string.Create(CultureInfo.InvariantCulture, $"The model process was not ready after {options.StartLimit.TotalSeconds:0} s."), e);
            }

            if (e is IOException or InvalidDataException)
            {
                throw new EngineSetupException($"The connection to the model process broke while it started. {errors.Text}".TrimEnd(), e);
            }

            throw;
        }
        finally
        {
            File.Delete(socketPath);
        }
    }

    /// <summary>SIGKILL: a hung child answers to nothing else.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>Asks one thing of a child that nobody else uses: true for an answer, false when it died on it.</summary>
    public async Task<bool> AnswersAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await Frames.SendAsync(new ReadFrame(0, request), cancellationToken);
            while (await Frames.ReadAsync(cancellationToken) is { } frame)
            {
                if (frame is ReadingFrame or RefusedFrame)
                {
                    return true;
                }
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ChannelClosedException)
        {
            // It hung up, in one way or another.
        }

        return false;
    }

    /// <summary>Waits for the end and says how it ended.</summary>
    public async Task<string> DescribeEndAsync()
    {
        try
        {
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(2), CancellationToken.None);
        }
        catch (TimeoutException)
        {
            // It hung up but lives on: no use to us.
            Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        return Describe(_process.ExitCode) + (_errors.Text is { Length: > 0 } text ? $": {text}" : "");
    }

    public async ValueTask DisposeAsync()
    {
        // A child that died is disposed before the next start, and again at the end if that start fails.
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _closing.CancelAsync();
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stream.DisposeAsync();
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
        _closing.Dispose();
    }

    private static Process Launch(EngineChildOptions options, string socketPath, LastLines errors)
    {
        var settings = options.Settings;
        var start = new ProcessStartInfo(options.Command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            .. options.Command.Skip(1),
            "--socket", socketPath,
            "--model", settings.Model,
            "--libraries", settings.Libraries,
            "--style", settings.Style.ToString(),
            "--lanes", Number(settings.Lanes),
            "--threads", Number(settings.ThreadsPerLane),
            "--slots", Number(settings.Slots),
            .. settings.Placement.Accelerator is { } accelerator ? (string[])["--accelerator", accelerator] : [],
            .. settings.Placement.CompactCache ? (string[])["--compact-cache"] : [],
            "--step-tokens", Number(settings.StepTokens),
            "--passage-tokens", Number(settings.PassageTokens),
            "--branch", Number(settings.Limits.Branch),
            "--explore", Number(settings.Limits.Explore),
            "--possible-miss", Number(settings.Limits.PossibleMiss),
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // A 135M model's child needs little managed memory; the weights are mapped, not allocated there.
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        // A crash is told by the signal; a dump would hold document text.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        foreach (var (name, value) in settings.Placement.Environment)
        {
            start.Environment[name] = value;
        }

        var process = Start(start);
        process.ErrorDataReceived += (_, line) => errors.Add(line.Data);
        process.OutputDataReceived += (_, line) => errors.Add(line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new EngineSetupException($"The model process cannot be started from {start.FileName}.");
        }
        catch (Win32Exception e)
        {
            throw new EngineSetupException($"The model process cannot be started from {start.FileName}: {e.Message}.", e);
        }
    }

    private static string Number(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static EngineSetupException Died(Process process, LastLines errors) =>
        new($"The model process cannot start ({Describe(process.ExitCode)}). {errors.Text}".TrimEnd())
        {
            // A failed allocation may end in abort(), and the kernel kills without a word.
            Shortage = process.ExitCode == 128 + SignalKill ? EngineShortage.Suspected
                : process.ExitCode > 128 && NativeErrors.IsOfMemory(errors.Text) ? EngineShortage.Context
                : EngineShortage.None,
        };

    // .NET reports a death by signal n as 128 + n.
    private static string Describe(int exitCode) => exitCode > 128
        ? string.Create(CultureInfo.InvariantCulture, $"killed by signal {exitCode - 128}")
        : string.Create(CultureInfo.InvariantCulture, $"exit code {exitCode}");
}
