using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;
using Pipeline.Storage.Messages;

namespace Pipeline.Workers.Sweeping;

/// <summary>Every few seconds takes back the leases of workers that are gone, and sends messages for documents of which nothing was heard. Any number of sweepers may run.</summary>
public sealed class Sweeper(PipelineDatabase database, SweepOptions options, SweepMetrics metrics, TimeProvider clock, ILogger<Sweeper> log) : BackgroundService
{
    private const int CleanedAtOnce = 5000;

    private readonly DocumentSweep _sweep = new(database);
    private readonly Outbox _outbox = new(database);
    private bool _failed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var silence = options.AllAtStart ? TimeSpan.Zero : options.Silence;
        while (!stoppingToken.IsCancellationRequested)
        {
            // What the in-memory broker forgot may be more than one sweep takes; each that was enqueued is not found a second time.
            if (await SweepAsync(silence, stoppingToken) is { } enqueued && enqueued < options.AtOnce)
            {
                silence = options.Silence;
            }

            await Task.Delay(options.Every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>How many were enqueued; null where the sweep failed.</returns>
    private async Task<int?> SweepAsync(TimeSpan silence, CancellationToken cancellationToken)
    {
        try
        {
            var returned = await _sweep.ReturnExpiredLeasesAsync(cancellationToken);
            var enqueued = await _sweep.EnqueueForgottenAsync(silence, options.AtOnce, cancellationToken);
            await _outbox.RemoveOldAsync(options.KeepMessages, CleanedAtOnce, cancellationToken);
            metrics.Swept(returned, enqueued);
            _failed = false;
            if (returned + enqueued > 0)
            {
                Log.Swept(log, returned, enqueued);
            }

            return enqueued;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
#pragma warning disable CA1031 // The top of the sweeper, which is what puts right whatever else went wrong: it outlives its own sweeps.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!_failed)
            {
                Log.SweepFailed(log, e.GetType().Name, e.GetBaseException().Message);
            }

            _failed = true;
            return null;
        }
    }
}
