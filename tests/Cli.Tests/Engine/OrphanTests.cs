using System.Diagnostics;
using System.Net.Sockets;
using Pipeline.Cli.Tests.Repository;

namespace Pipeline.Cli.Tests.Engine;

/// <summary>A child whose threads hang in native code ends with its parent all the same.</summary>
public sealed class OrphanTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("po-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [NeedsProgramFact("mkfifo")]
    public async Task A_child_that_hangs_in_native_code_ends_when_the_pipe_of_its_parent_does()
    {
        // llama.cpp opens the model and waits for somebody to write: for good, and deaf to everything.
        var model = Path.Combine(_folder, "model.gguf");
        await Shell.RunAsync("mkfifo", [model], _folder);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder, "s")));
        listener.Listen(1);
        using var child = Start(model);
        using var connection = await listener.AcceptAsync().WaitAsync(TimeSpan.FromSeconds(30));
        await Task.Delay(1000);
        Assert.False(child.HasExited);
        Assert.Equal(0, connection.Available);

        var closed = Stopwatch.GetTimestamp();
        child.StandardInput.Close();
        await child.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));

        // The socket is still open: it was the pipe.
        Assert.InRange(Stopwatch.GetElapsedTime(closed).TotalSeconds, 0, 5);
        Assert.NotEqual(0, child.ExitCode);
    }

    private Process Start(string model)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true };
        string[] arguments =
        [
            ChildSetup.Program, "engine", "--socket", Path.Combine(_folder, "s"), "--model", model, "--libraries", ChildSetup.Settings.Libraries, "--style", "Inline", "--lanes", "1", "--threads", "1",
            "--slots", "1", "--step-tokens", "64", "--passage-tokens", "400", "--branch", "0.5", "--explore", "0.5", "--possible-miss", "0.5",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
