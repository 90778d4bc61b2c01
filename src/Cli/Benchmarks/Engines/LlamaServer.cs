using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>A llama-server on a free port of this machine.</summary>
internal sealed class LlamaServer : IAsyncDisposable
{
    public const string ModelName = "peer";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    private readonly Process _process;

    private LlamaServer(Process process, Uri address) => (_process, Address) = (process, address);

    /// <summary>Up to the version.</summary>
    public Uri Address { get; }

    /// <exception cref="OperatorException">It does not start.</exception>
    public static async Task<LlamaServer> StartAsync(LlamaPeers peers, string model, ServerSetting setting, int threads, CancellationToken cancellationToken)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(peers.Server) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LD_LIBRARY_PATH"] = peers.Folder;
        string[] arguments = ["-m", model, "--host", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--chat-template", "chatml", "--alias", ModelName, .. setting.Arguments(threads)];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start) ?? throw new OperatorException("llama-server cannot be started.");
        // Read, or its pipes fill up and it stands still.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new LlamaServer(process, new Uri(FormattableString.Invariant($"http://127.0.0.1:{port}/v1")));
        try
        {
            await server.WaitUntilReadyAsync(new Uri(FormattableString.Invariant($"http://127.0.0.1:{port}/health")), cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private async Task WaitUntilReadyAsync(Uri health, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < StartLimit && !_process.HasExited)
        {
            try
            {
                using var answer = await client.GetAsync(health, cancellationToken);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(200, cancellationToken);
        }

        throw new OperatorException(_process.HasExited
            ? FormattableString.Invariant($"llama-server ended with exit code {_process.ExitCode} before it was ready.")
            : "llama-server was not ready within three minutes.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
