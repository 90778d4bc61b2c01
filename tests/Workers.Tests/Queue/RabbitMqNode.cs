#pragma warning disable IDE0130 // Linked into other test projects: the namespace stays.
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Pipeline.Workers.Tests.Queue;

/// <summary>A real broker of our own: own name, ports, folders, cookie and port mapper, loopback only, no plug-ins. It can be killed and started again
/// with its data. Disposing removes all of it; nothing of a broker that the system runs is touched.</summary>
public sealed class RabbitMqNode : IAsyncDisposable
{
    // Seven seconds on two free cores; a machine that builds something meanwhile takes several times as long.
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    private readonly string _folder = Directory.CreateTempSubdirectory("pipeline-mq-").FullName;
    private readonly string _name = "pipeline-" + Guid.CreateVersion7().ToString("N")[20..] + "@localhost";
    private readonly int _mapperPort = FreePort();
    private readonly int _nodePort = FreePort();
    private readonly Process _mapper;
    private Process? _server;

    private RabbitMqNode()
    {
        WriteFiles();
        _mapper = Start("epmd", ["-port", Text(_mapperPort), "-address", "127.0.0.1"]);
    }

    public int Port { get; } = FreePort();

    /// <summary>The virtual host that is there from the start.</summary>
    public string ConnectionString => ConnectTo("/", Port);

    public bool IsRunning => _server is { HasExited: false };

    public static async Task<RabbitMqNode> StartAsync(CancellationToken cancellationToken)
    {
        var node = new RabbitMqNode();
        try
        {
            await node.RestartAsync(cancellationToken);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>As <see cref="ConnectionString"/>, at another port: that of a relay in between.</summary>
    public static string ConnectTo(string virtualHost, int port) => string.Create(CultureInfo.InvariantCulture, $"amqp://guest:guest@127.0.0.1:{port}/{Uri.EscapeDataString(virtualHost)}");

    /// <summary>kill -9. Returns once the process is gone.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        if (_server is { } server)
        {
            _server = null;
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync(cancellationToken);
            server.Dispose();
        }
    }

    /// <summary>Starts it with the data that it had, and returns once it greets.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await KillAsync(cancellationToken);
        _server = Start(Program("rabbitmq-server"), []);
        var started = Stopwatch.GetTimestamp();
        while (!await GreetsAsync(cancellationToken))
        {
            if (_server.HasExited || Stopwatch.GetElapsedTime(started) > StartLimit)
            {
                throw new InvalidOperationException($"RabbitMQ did not start. {Log()}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }
    }

    public async Task<string> CreateVirtualHostAsync(CancellationToken cancellationToken)
    {
        var host = "test-" + Guid.CreateVersion7().ToString("N");
        // One call of the tool, which takes a second by itself.
        await ControlAsync($$"""rabbit_vhost:add(<<"{{host}}">>, <<"test">>), rabbit_auth_backend_internal:set_permissions(<<"guest">>, <<"{{host}}">>, <<".*">>, <<".*">>, <<".*">>, <<"test">>).""", cancellationToken);
        return ConnectTo(host, Port);
    }

    /// <summary>Evaluates an Erlang expression in the node.</summary>
    /// <returns>What it gave, as text.</returns>
    public Task<string> ControlAsync(string expression, CancellationToken cancellationToken) => ToolAsync(["eval", expression], cancellationToken);

    /// <summary>Names of the queues of a virtual host, with how many messages are ready or in somebody's hands, and how many consumers there are.</summary>
    public async Task<IReadOnlyDictionary<string, (int Messages, int Consumers)>> QueuesAsync(string virtualHost, CancellationToken cancellationToken)
    {
        var output = await ToolAsync(["list_queues", "--silent", "--no-table-headers", "-p", virtualHost, "name", "messages", "consumers"], cancellationToken);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Where(parts => parts.Length == 3)
            .ToDictionary(parts => parts[0], parts => (Number(parts[1]), Number(parts[2])), StringComparer.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync(CancellationToken.None);
        _mapper.Kill();
        await _mapper.WaitForExitAsync();
        _mapper.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static int Number(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Program(string name) => Path.Combine(
        RabbitMqInstallation.Programs ?? throw new InvalidOperationException("RabbitMQ is not installed. Run `apt-get install -y --no-install-recommends rabbitmq-server`."), name);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void WriteFiles()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "home"));
        Directory.CreateDirectory(Path.Combine(_folder, "log"));
        File.WriteAllText(Path.Combine(_folder, "rabbitmq.conf"), string.Create(CultureInfo.InvariantCulture, $"""
            listeners.tcp.1 = 127.0.0.1:{Port}
            log.console = false
            log.file.level = warning
            disk_free_limit.absolute = 64MB
            vm_memory_high_watermark.absolute = 1GB

            """));
        File.WriteAllText(Path.Combine(_folder, "plugins"), "[].");
        File.WriteAllText(Path.Combine(_folder, "environment"), "");
        var cookie = Path.Combine(_folder, "home", ".erlang.cookie");
        File.WriteAllText(cookie, Convert.ToHexString(RandomNumberGenerator.GetBytes(10)));
        File.SetUnixFileMode(cookie, UnixFileMode.UserRead);
    }

    private Process Start(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment.Clear();
        foreach (var (name, value) in Environment())
        {
            start.Environment[name] = value;
        }

        try
        {
            var process = Process.Start(start)!;
            // Read to nowhere: a full pipe would stop the process.
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            return process;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{program} cannot be started: {e.Message}", e);
        }
    }

    private Dictionary<string, string> Environment() => new()
    {
        ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin",
        ["LC_ALL"] = "C.UTF-8",
        ["HOME"] = Path.Combine(_folder, "home"),
        ["ERL_EPMD_PORT"] = Text(_mapperPort),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        // Makes the script replace itself by the server: a kill meets the server, and no script that would outlive it.
        ["RUNNING_UNDER_SYSTEMD"] = "true",
        ["RABBITMQ_NODENAME"] = _name,
        ["RABBITMQ_DIST_PORT"] = Text(_nodePort),
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_folder, "data"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(_folder, "log"),
        ["RABBITMQ_PID_FILE"] = Path.Combine(_folder, "pid"),
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(_folder, "rabbitmq.conf"),
        ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(_folder, "environment"),
        ["RABBITMQ_GENERATED_CONFIG_DIR"] = Path.Combine(_folder, "generated"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder, "plugins"),
        // No busy waiting: the cores are for what is tested.
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1} +S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none",
    };

    private async Task<string> ToolAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Program("rabbitmqctl"), arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var (name, value) in Environment())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"rabbitmqctl failed: {await output} {await errors}");
    }

    /// <summary>The server answers the protocol header (AMQP 0-9-1, section 2.2.4) with a method frame: type 1, channel 0.</summary>
    private async Task<bool> GreetsAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port, limit.Token);
            var stream = client.GetStream();
            await stream.WriteAsync("AMQP\0\0\t\u0001"u8.ToArray(), limit.Token);
            var frame = new byte[3];
            await stream.ReadExactlyAsync(frame, limit.Token);
            return frame is [1, 0, 0];
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    private string Log() => string.Join(" | ", Directory.EnumerateFiles(Path.Combine(_folder, "log")).SelectMany(File.ReadLines).TakeLast(10));
}
