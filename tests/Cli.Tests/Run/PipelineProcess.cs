using System.Diagnostics;
using System.Text;
using Pipeline.Cli.Tests.Repository;

namespace Pipeline.Cli.Tests.Run;

/// <summary>The built executable, run as a user runs it.</summary>
internal sealed class PipelineProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private PipelineProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(_errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    public bool HasExited => _process.HasExited;

    public string Output => Read(_output);

    public string Errors => Read(_errors);

    public static PipelineProcess Start(params string[] arguments) => Start(new Dictionary<string, string?>(), arguments);

    public static PipelineProcess Start(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        // Tests that a script starts in the background ignore SIGINT, and so would every process that they start: Ctrl-C would do nothing.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet"]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "pipeline.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["PIPELINE_ROOT"] = Checkout.Root;
        start.Environment.Remove("ConnectionStrings__Postgres");
        // Each test has a data folder of its own, and would measure the machine anew.
        start.Environment["Pipeline__Engine__Lanes"] = "2";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new PipelineProcess(Process.Start(start)!);
    }

    public static async Task<PipelineProcess> RunAsync(params string[] arguments)
    {
        var process = Start(arguments);
        await process.WaitAsync();
        return process;
    }

    public Task WaitAsync() => WaitAsync(TimeSpan.FromMinutes(15));

    public async Task WaitAsync(TimeSpan most)
    {
        using var limit = new CancellationTokenSource(most);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            Assert.Fail($"The process did not end. It said:\n{Errors}");
        }
    }

    /// <summary>kill -9 of this process alone: its children are on their own.</summary>
    public void KillHard() => Signal("KILL", Id);

    public void PressControlC() => Signal("INT", Id);

    public static void Signal(string signal, int process)
    {
        // The shell's own kill: not every machine has the program.
        using var shell = Process.Start("bash", ["-c", FormattableString.Invariant($"kill -{signal} {process}")]);
        shell.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.Append(line).Append('\n');
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
