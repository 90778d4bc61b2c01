using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Pipeline.Inference.Protocol;

namespace Pipeline.Inference.Supervision;

/// <summary>The engine in a child process. When the child dies or hangs, it says so, starts another and reads again what was in flight.</summary>
public sealed class SupervisedEngine : IReadingEngine, IAsyncDisposable
{
    private readonly EngineChildOptions _options;
    private readonly IProgress<EngineNotice> _notices;
    private readonly ReadLedger _ledger = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _supervising;
    private volatile EngineChild _child;
    private EngineStatistics _earlier = new(0, 0, 0, 0, 0);
    private EngineStatistics _current;
    private long _lastProgress = Stopwatch.GetTimestamp();

    private SupervisedEngine(EngineChildOptions options, IProgress<EngineNotice> notices, EngineChild child)
    {
        _options = options;
        _notices = notices;
        _child = child;
        _current = new EngineStatistics(options.Settings.Lanes, 0, 0, 0, 0);
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

    /// <exception cref="EngineSetupException">The first child cannot start.</exception>
    public static async Task<SupervisedEngine> StartAsync(EngineChildOptions options, IProgress<EngineNotice> notices, CancellationToken cancellationToken)
    {
#pragma warning disable CA2000 // The engine owns the child.
        var child = await EngineChild.StartAsync(options, cancellationToken);
#pragma warning restore CA2000
        return new SupervisedEngine(options, notices, child);
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
            Interlocked.Exchange(ref _lastProgress, Stopwatch.GetTimestamp());
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
                _ledger.Land(reading.Id)?.Completion.TrySetResult(reading.Reading);
                await PumpAsync();
                break;
            case RefusedFrame refused:
                _ledger.Land(refused.Id)?.Completion.TrySetException(new EngineCrashException($"The engine refused the document ({refused.Message})."));
                await PumpAsync();
                break;
            case ProgressFrame progress:
                if (progress.Statistics.Tokens > _current.Tokens)
                {
                    Interlocked.Exchange(ref _lastProgress, Stopwatch.GetTimestamp());
                }

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
            if (_ledger.HasWorkInFlight && Stopwatch.GetElapsedTime(Interlocked.Read(ref _lastProgress)) > _options.StallLimit)
            {
                _notices.Report(new EngineNotice(string.Create(CultureInfo.InvariantCulture, $"The model process made no progress for {_options.StallLimit.TotalSeconds:0} s and is killed.")));
                _child.Kill();
                return;
            }
        }
    }

    private async Task RestartAsync()
    {
        var started = Stopwatch.GetTimestamp();
        var end = await _child.DescribeEndAsync();
        var (poison, again) = _ledger.Crash();
        poison?.Completion.TrySetException(new EngineCrashException($"The model process died on this document alone ({end})."));
        _notices.Report(new EngineNotice($"The model process died ({end}). Starting another; {again} documents in flight are read again, one at a time."));
        await _child.DisposeAsync();
        _earlier = Statistics;
        _current = _current with { Steps = 0, Tokens = 0, DecodeSeconds = 0, BusySeconds = 0, AllocatedBytes = 0 };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                _child = await EngineChild.StartAsync(_options, _stopping.Token);
                break;
            }
            catch (EngineSetupException e) when (attempt < _options.StartAttempts)
            {
                _notices.Report(new EngineNotice($"Start {attempt} of {_options.StartAttempts} failed: {e.Message}"));
                await Task.Delay(TimeSpan.FromSeconds(Math.Pow(2, attempt - 2)), _stopping.Token);
            }
        }

        Interlocked.Exchange(ref _lastProgress, Stopwatch.GetTimestamp());
        _ledger.Connect(_child.Frames);
        _notices.Report(new EngineNotice(string.Create(CultureInfo.InvariantCulture, $"The model process runs again after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s.")));
    }
}
