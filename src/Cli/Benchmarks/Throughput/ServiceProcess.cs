using System.Diagnostics;
using System.Globalization;
using Pipeline.Cli.Engine;
using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Benchmarks.Throughput;

/// <summary>One process of the service. It ends when its standard input is closed, which the kernel sees to even where this process is killed.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const int LinesKept = 20;

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> _said = [];

    private ServiceProcess(Process process, IReadOnlyList<string> roles)
    {
        (_process, Roles) = (process, roles);
        // The log, which costs the service as much as it would elsewhere, is read to nowhere.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public IReadOnlyList<string> Roles { get; }

    public int Id => _process.Id;

    public static ServiceProcess Start(FleetSettings settings, IReadOnlyList<string> roles, bool notify)
    {
        var command = OwnExecutable.Command("bench");
        string[] arguments =
        [
            .. command.Skip(1), "service", BenchRolesCommand.Verb, "--roles", string.Join(',', roles), "--data", Path.Combine(settings.Folder, roles[0]),
            "--model-ms", settings.ModelMilliseconds.ToString(CultureInfo.InvariantCulture), "--at-once", settings.AtOnce.ToString(CultureInfo.InvariantCulture),
        ];
        var start = new ProcessStartInfo(command[0], arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // What this machine's service is set to is not what is measured.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("Pipeline__", StringComparison.Ordinal) || name.StartsWith("ConnectionStrings__", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in settings.Environment(notify))
        {
            start.Environment[name] = value;
        }

        return new ServiceProcess(Process.Start(start) ?? throw new OperatorException("A process of the service cannot be started."), roles);
    }

    /// <exception cref="OperatorException">It ended before, or took too long.</exception>
    public async Task<Uri> AddressAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < limit)
        {
            if (await Task.WhenAny(_address.Task, Task.Delay(Moment, cancellationToken)) == _address.Task)
            {
                return await _address.Task;
            }

            cancellationToken.ThrowIfCancellationRequested();
            ThrowIfEnded();
        }

        throw new OperatorException($"The roles {string.Join(", ", Roles)} did not start in time. {Said()}");
    }

    /// <exception cref="OperatorException">It died.</exception>
    public void ThrowIfEnded()
    {
        if (_process.HasExited)
        {
            throw Ended();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            using var limit = new CancellationTokenSource(StopLimit);
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line?.StartsWith(BenchRolesCommand.ReadyWord, StringComparison.Ordinal) == true)
        {
            _address.TrySetResult(new Uri(line[BenchRolesCommand.ReadyWord.Length..]));
        }
        else if (!string.IsNullOrWhiteSpace(line))
        {
            lock (_said)
            {
                _said.Enqueue(line);
                if (_said.Count > LinesKept)
                {
                    _said.Dequeue();
                }
            }
        }
    }

    private OperatorException Ended() => new(string.Create(CultureInfo.InvariantCulture, $"The process with the roles {string.Join(", ", Roles)} ended with exit code {_process.ExitCode}. {Said()}"));

    private string Said()
    {
        lock (_said)
        {
            return string.Join('\n', _said);
        }
    }
}
