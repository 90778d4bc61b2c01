using System.Globalization;

namespace Pipeline.Cli.Benchmarks;

/// <summary>Samples the memory of this process and all that it started. Proportional set size counts a shared page (mapped weights, PostgreSQL's buffers) once.</summary>
internal sealed class MemoryWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _watching;
    private long _peak;

    public MemoryWatch() => _watching = Task.Run(WatchAsync);

    /// <summary>Bytes at the highest sample.</summary>
    public async Task<long> StopAsync()
    {
        await _stopping.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _peak;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (await timer.WaitForNextTickAsync(_stopping.Token))
        {
            _peak = Math.Max(_peak, Family().Sum(ProportionalBytes));
        }
    }

    /// <summary>This process, its descendants, and servers that detached from it into their own session but carry a data folder of its making.</summary>
    private static List<int> Family()
    {
        var parents = ProcessTree.Parents();
        var family = ProcessTree.Family(Environment.ProcessId, parents);
        // The database is started so that it outlives a killed parent, and init adopts it.
        foreach (var postmaster in parents.Keys.Where(IsPostmaster).Except(family).ToArray())
        {
            family.Add(postmaster);
            family.AddRange(parents.Where(p => p.Value == postmaster).Select(p => p.Key));
        }

        return family;
    }

    private static bool IsPostmaster(int process) => ProcessTree.Read($"/proc/{process}/cmdline").Contains("pipeline-bench-", StringComparison.Ordinal);

    private static long ProportionalBytes(int process)
    {
        var line = ProcessTree.Read($"/proc/{process}/smaps_rollup").Split('\n').FirstOrDefault(l => l.StartsWith("Pss:", StringComparison.Ordinal));
        return line is null ? 0 : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
