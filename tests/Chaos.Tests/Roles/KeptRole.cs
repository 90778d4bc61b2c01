using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Pipeline.Chaos.Tests.Servers;

namespace Pipeline.Chaos.Tests.Roles;

/// <summary>One process of the service under a supervisor that starts it again whenever it ends, as systemd or an orchestrator does.</summary>
internal sealed class KeptRole : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PauseAfterExit = TimeSpan.FromSeconds(1);
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(6) };

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<TimeSpan> _recoveries = [];
    private readonly ConcurrentQueue<string> _exits = [];
    private readonly Dictionary<string, string> _settings;
    private readonly string _roles;
    private readonly int _port = FreePort.Find();
    private readonly Task _keeping;
    private volatile RoleProcess _process;
    private volatile bool _killed;
    private volatile bool _ready;

    /// <param name="name">For reports.</param>
    /// <param name="roles">As <c>--roles</c> takes them.</param>
    /// <param name="settings">Environment of the process.</param>
    public KeptRole(string name, string roles, IReadOnlyDictionary<string, string> settings)
    {
        Name = name;
        _roles = roles;
        _settings = new Dictionary<string, string>(settings)
        {
            ["Pipeline__Web__Address"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}"),
            ["PIPELINE_HOME"] = Path.Combine(settings["PIPELINE_HOME"], name),
        };
        _process = Start();
        _keeping = Task.Run(KeepAsync);
    }

    public string Name { get; }

    /// <summary>Whether it said that it can work since it was last started.</summary>
    public bool IsReady => _ready;

    public bool Extracts => _roles.Contains("extract", StringComparison.Ordinal);

    /// <summary>From each kill until it was ready again; a kill on the way there does not begin a new one.</summary>
    public IEnumerable<TimeSpan> Recoveries => _recoveries;

    /// <summary>Last words of each process that ended though nobody killed it.</summary>
    public IEnumerable<string> UnexpectedExits => _exits;

    public string Said => _process.Said;

    public void Kill()
    {
        lock (_gate)
        {
            _killed = true;
            _ready = false;
            _process.Kill();
        }
    }

    /// <returns>False where no model process ran.</returns>
    public bool KillEngine()
    {
        var engines = _process.Engines();
        foreach (var engine in engines)
        {
            engine.Kill();
            engine.Dispose();
        }

        return engines.Count > 0;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _keeping;
        _process.Dispose();
        _stopping.Dispose();
    }

    private RoleProcess Start() => RoleProcess.Start(_settings, "serve", "--roles", _roles);

    private async Task KeepAsync()
    {
        var down = Stopwatch.GetTimestamp();
        var first = true;
        while (!_stopping.IsCancellationRequested)
        {
            var process = _process;
            await ReadyAsync(process);
            if (_ready && !first)
            {
                _recoveries.Enqueue(Stopwatch.GetElapsedTime(down));
            }

            var wasReady = _ready;
            first &= !wasReady;
            await ExitAsync(process);
            _ready = false;
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            down = wasReady ? Stopwatch.GetTimestamp() : down;
            if (!_killed)
            {
                _exits.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{Name} ended with code {process.ExitCode}:\n{process.Said}"));
                await Task.Delay(PauseAfterExit, CancellationToken.None);
            }

            lock (_gate)
            {
                _killed = false;
                process.Dispose();
                _process = Start();
            }
        }
    }

    private async Task ExitAsync(RoleProcess process)
    {
        try
        {
            await process.WaitForExitAsync(_stopping.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException)
        {
            // Disposed of.
        }
    }

    private async Task ReadyAsync(RoleProcess process)
    {
        var address = new Uri(_settings["Pipeline__Web__Address"] + "/health/ready");
        while (!_stopping.IsCancellationRequested && !process.HasExited)
        {
            try
            {
                using var answer = await Client.GetAsync(address, _stopping.Token);
                if (answer.IsSuccessStatusCode)
                {
                    _ready = !_killed;
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                // Not listening yet.
            }

            await Task.Delay(LookEvery, CancellationToken.None);
        }
    }
}
