using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;
using Pipeline.Inference;
using Pipeline.Inference.OpenAi;
using Pipeline.Inference.Supervision;

namespace Pipeline.Cli.Serve;

/// <summary>The engine of a service process. It starts beside the rest, restarts its child by itself, and when it cannot be started it is tried again for as long as the process lives.</summary>
internal sealed class EngineHost(IEngineOpening opening, ServiceConsole console, TimeProvider clock, EngineMetrics metrics, ILogger<EngineHost> log) : BackgroundService, IReadingEngine, IProgress<EngineNotice>
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private volatile RunningEngine? _running;
    private TaskCompletionSource<Exception> _lost = new();
    private bool _ran;

    /// <summary>Told that documents can be read, and how many at once.</summary>
    public Action<int> Up { get; set; } = _ => { };

    public Action Down { get; set; } = () => { };

    /// <summary>Why no document can be read; null while all is well.</summary>
    public string? Trouble { get; private set; } = "The engine is starting.";

    public EngineStatistics Statistics => _running?.Engine.Statistics ?? new EngineStatistics(0, 0, 0, 0, 0);

    public async Task<EngineReading> ReadAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        var running = _running ?? throw new EngineSetupException(Trouble ?? "The engine is not running.");
        try
        {
            var reading = await running.Engine.ReadAsync(request, cancellationToken);
            metrics.Read(reading);
            return reading;
        }
        catch (EndpointException e)
        {
            metrics.Spent(e.Spent);
            throw;
        }
        catch (EngineSetupException e)
        {
            // It will not run again by itself; the documents in work meet the same and wait.
            _lost.TrySetResult(e);
            throw;
        }
    }

    public void Report(EngineNotice value)
    {
        Log.Engine(log, value.Message);
        metrics.Noticed(value);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                failures = await RunAsync(stoppingToken) ? 1 : failures + 1;
                var pause = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(failures, 10)));
                await Task.Delay(pause < LongestPause ? pause : LongestPause, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The workers have ended before (they stop first), so nothing is read any more.
        }
    }

    /// <returns>Whether it ran for a while.</returns>
    private async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        RunningEngine running;
        try
        {
            running = await opening.StartAsync(console, this, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && FailureReport.Explain(e) is { } message)
        {
            Trouble = message;
            Log.EngineTrouble(log, message);
            return false;
        }

        await using (running)
        {
            _lost = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
            _running = running;
            Trouble = null;
            if (_ran)
            {
                metrics.StartedAnew();
            }

            _ran = true;
            Log.EngineUp(log, running.DocumentsAtOnce);
            Up(running.DocumentsAtOnce);
            try
            {
                var end = await _lost.Task.WaitAsync(cancellationToken);
                Trouble = end.Message;
                Log.EngineTrouble(log, end.Message);
                return true;
            }
            finally
            {
                _running = null;
                Down();
            }
        }
    }
}
