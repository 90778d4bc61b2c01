using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Pipeline.Inference.Protocol;

namespace Pipeline.Inference.Supervision;

/// <summary>The engine in a child process. When the child dies or hangs, it says so, starts another and reads again what was in flight.</summary>
public sealed class SupervisedEngine : IReadingEngine, IAsyncDisposable
{
    private readonly IProgress<EngineNotice> _notices;
    private readonly EngineStarter _starter;
    private readonly RestartPause _pause = new();
    private readonly ProgressWatch _watch;
    private readonly ReadLedger _ledger = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _supervising;
    private volatile EngineChild _child;
    private EngineStatistics _earlier = new(0, 0, 0, 0, 0);
    private EngineStatistics _current;
    private bool _hung;

    private SupervisedEngine(EngineChildOptions options, IProgress<EngineNotice> notices, EngineStarter starter, EngineChild child)
    {
        _notices = notices;
        _starter = starter;
        _watch = new ProgressWatch(options, TimeProvider.System);
        _child = child;
        _current = new EngineStatistics(starter.Settings.Lanes, 0, 0, 0, 0);
        _ledger.Connect(child.Frames);
        _supervising = Task.Run(SuperviseAsync);
    }

    /// <inheritdoc/>
    public EngineStatistics Statistics => new(
        _current.Lanes,
        _earlier.Steps + _current.Steps,
        _earlier.Tokens + _current.Tokens,
        _earlier.DecodeSeconds + _current.DecodeSeconds,
        _earlier.BusySeconds + _current.BusySeconds)
    {
        AllocatedBytes = _earlier.AllocatedBytes + _current.AllocatedBytes,
    };

    /// <summary>Process id of the running child.</summary>
    public int ProcessId => _child.ProcessId;

    /// <summary>How long the child may make no token while it has work, by what its steps take.</summary>
    public TimeSpan StallLimit => _watch.Limit;

    /// <exception cref="EngineSetupException">The first child cannot start.</exception>
    public static async Task<SupervisedEngine> StartAsync(EngineChildOptions options, IProgress<EngineNotice> notices, CancellationToken cancellationToken)
    {
        var starter = new EngineStarter(options, notices);
#pragma warning disable CA2000 // The engine owns the child.
        var child = await starter.StartAsync(cancellationToken);
#pragma warning restore CA2000
        return new SupervisedEngine(options, notices, starter, child);
    }

    /// <inheritdoc/>
    public async Task<EngineReading> ReadAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        var read = _ledger.Add(request);
        await using var registration = cancellationToken.Register(() => Abandon(read, cancellationToken));
        await PumpAsync();
        return await read.Completion.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        // First: it may be about to put another child in place of this one.
        await _supervising.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _child.DisposeAsync();
        _ledger.Close(new OperationCanceledException("The engine was stopped."));
        _stopping.Dispose();
    }

    private void Abandon(PendingRead read, CancellationToken cancellationToken)
    {
        read.Completion.TrySetCanceled(cancellationToken);
        if (_ledger.Land(read.Id) is not null)
        {
            _ = CancelInChildAsync(read.Id);
        }
    }

    private async Task CancelInChildAsync(long id)
    {
        await SendAsync(_child.Frames, new CancelFrame(id));
        // It may have been the suspect that all others wait for.
        await PumpAsync();
    }

    private async Task PumpAsync()
    {
        var (connection, reads, wasIdle) = _ledger.TakeSendable();
        if (wasIdle)
        {
            // Only then: new work must not make a child that hangs look alive.
            _watch.Begin();
        }

        foreach (var read in reads)
        {
            await SendAsync(connection!, new ReadFrame(read.Id, read.Request));
        }
    }

    private async Task SendAsync(FrameStream connection, EngineFrame frame)
    {
        try
        {
            await connection.SendAsync(frame, _stopping.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException or ObjectDisposedException)
        {
            // Stopping: whoever waits is told by DisposeAsync. Or the child is gone: what was in flight is sent again to the next one.
        }
    }

    private async Task SuperviseAsync()
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                await ListenAsync();
                if (_stopping.IsCancellationRequested)
                {
                    return;
                }

                await RestartAsync();
                await PumpAsync();
            }
        }
#pragma warning disable CA1031 // The top of a loop: whatever ends it, those who wait must be told, or they wait for good.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _ledger.Close(e);
        }
    }

    /// <summary>Takes the child's frames until it is gone.</summary>
    private async Task ListenAsync()
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var watching = WatchAsync(gone.Token);
        try
        {
            while (await _child.Frames.ReadAsync(_stopping.Token) is { } frame)
            {
                await TakeAsync(frame);
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or OperationCanceledException or ObjectDisposedException)
        {
            // A connection that broke and a child that hung up end in the same way.
        }
        finally
        {
            await gone.CancelAsync();
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TakeAsync(EngineFrame frame)
    {
        switch (frame)
        {
            case ReadingFrame reading:
                _pause.Progressed();
                _ledger.Land(reading.Id)?.Completion.TrySetResult(reading.Reading);
                await PumpAsync();
                break;
            case RefusedFrame refused:
                _pause.Progressed();
                _ledger.Land(refused.Id)?.Completion.TrySetException(refused.Asked
                    ? new EngineRefusalException(refused.Message)
                    : new EngineCrashException($"Reading the document failed ({refused.Message})."));
                await PumpAsync();
                break;
            case ProgressFrame progress:
                _watch.Observe(progress.Statistics);
                _current = progress.Statistics;
                break;
        }
    }

    /// <summary>Watches token progress, not liveness: a child that spins or is stopped is as good as dead.</summary>
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (_ledger.HasWorkInFlight && _watch.IsOverdue)
            {
                _notices.Report(new EngineNotice(string.Create(CultureInfo.InvariantCulture, $"The model process made no progress for {_watch.Limit.TotalSeconds:0} s and is killed.")));
                _hung = true;
                _child.Kill();
                return;
            }
        }
    }

    private async Task RestartAsync()
    {
        var started = Stopwatch.GetTimestamp();
        var end = await _child.DescribeEndAsync();
        var death = _hung ? EngineDeath.Hung : _child.Death;
        _hung = false;
        _pause.Failed();
        var (poison, again) = _ledger.Crash();
        _notices.Report(new EngineNotice($"The model process died ({end}). Starting another; {again} documents in flight are read again, one at a time.") { Death = death });
        await _child.DisposeAsync();
        _earlier = Statistics;
        _current = _current with { Steps = 0, Tokens = 0, DecodeSeconds = 0, BusySeconds = 0, AllocatedBytes = 0 };
        await JudgeAsync(poison, end);
        _child = await _starter.StartPatientlyAsync(_pause, _stopping.Token);
        _current = _current with { Lanes = _starter.Settings.Lanes };
        _watch.BeginAnew();
        _ledger.Connect(_child.Frames);
        _notices.Report(new EngineNotice(string.Create(CultureInfo.InvariantCulture, $"The model process runs again after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s.")) { RestartedAfter = death });
    }

    /// <summary>Gives up a document that crashed the child alone, once it is shown that the child does not crash on everything. If it does, there is no use in going on.</summary>
    private async Task JudgeAsync(PendingRead? poison, string end)
    {
        if (poison is null && !_starter.Doubts(_pause))
        {
            return;
        }

        try
        {
            await _starter.ProveAsync(_pause, _watch.Limit * 2, _stopping.Token);
            poison?.Completion.TrySetException(new EngineCrashException($"The model process died on this document alone ({end})."));
        }
        catch (Exception e)
        {
            // It is in no queue any more: nobody else would tell those who wait for it.
            poison?.Completion.TrySetException(e);
            throw;
        }
    }
}
