using System.Diagnostics;
using System.Globalization;

namespace Pipeline.Chaos.Tests.Roles;

/// <summary>The built executable with some roles, as an operator starts it.</summary>
internal sealed class RoleProcess : IDisposable
{
    private const int MostLines = 60;

    private readonly Process _process;
    private readonly Queue<string> _said = [];
    private bool _disposed;

    private RoleProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    public bool HasExited => _process.HasExited;

    /// <summary>Its last lines.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return string.Join('\n', _said);
            }
        }
    }

    public static RoleProcess Start(IReadOnlyDictionary<string, string> settings, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "pipeline.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToList())
        {
            start.Environment.Remove(name);
        }

        // Killed as often as here, it is starting most of the time: less is compiled twice.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return new RoleProcess(Process.Start(start)!);
    }

    /// <summary>kill -9 of this process alone: the model's process, which it started, is left to notice by itself.</summary>
    public void Kill() => _process.Kill();

    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    public async Task WaitForExitAsync(TimeSpan most)
    {
        using var limit = new CancellationTokenSource(most);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            Assert.Fail($"The process did not end. It said:\n{Said}");
        }
    }

    /// <summary>Its children that run the model.</summary>
    public IReadOnlyList<Process> Engines() =>
        [.. Process.GetProcesses().Where(process => ParentOf(process.Id) == Id && CommandOf(process.Id).Contains(" engine", StringComparison.Ordinal))];

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static bool IsSetting(string name) =>
        name.StartsWith("Pipeline__", StringComparison.Ordinal) || name.StartsWith("ConnectionStrings__", StringComparison.Ordinal) || name.StartsWith("PIPELINE_", StringComparison.Ordinal) || name == "Transport";

    private static int ParentOf(int process)
    {
        // proc(5): "pid (name) state ppid …", and the name may hold anything.
        var status = Read($"/proc/{process}/stat");
        var fields = status[(status.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 1 ? int.Parse(fields[1], CultureInfo.InvariantCulture) : 0;
    }

    private static string CommandOf(int process) => Read($"/proc/{process}/cmdline").Replace('\0', ' ');

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            // Gone by now.
            return "";
        }
    }

    private void Hear(string? line)
    {
        if (string.IsNullOrEmpty(line))
        {
            return;
        }

        lock (_said)
        {
            _said.Enqueue(line);
            if (_said.Count > MostLines)
            {
                _said.Dequeue();
            }
        }
    }
}
