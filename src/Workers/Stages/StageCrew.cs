using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;
using Pipeline.Workers.Claims;

namespace Pipeline.Workers.Stages;

/// <summary>The workers of one stage in this process: each takes a claimed document from the channel and does the stage.</summary>
public sealed class StageCrew : IAsyncDisposable
{
    // Those who wait for an answer find a worker free although a backlog keeps the others busy.
    private const int KeptForInteractive = 1;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private readonly DocumentStage _stage;
    private readonly StageChannel _channel;
    private readonly StageCrewTools _tools;
    private readonly ILogger<StageCrew> _log;

    // Two tokens: one ends taking, the other ends the work itself.
    private readonly CancellationTokenSource _draining = new();
    private readonly CancellationTokenSource _aborting = new();
    private Task[] _workers = [];
    private int _inWork;

    /// <param name="stage"><see cref="DocumentStage.Reading"/> or <see cref="DocumentStage.Extracting"/>.</param>
    public StageCrew(DocumentStage stage, StageChannel channel, StageCrewTools tools, ILogger<StageCrew> log)
    {
        ArgumentNullException.ThrowIfNull(tools);
        (_stage, _channel, _tools, _log) = (stage, channel, tools, log);
        Outage = new OutagePause(LongestPause, tools.Clock);
    }

    /// <summary>Whether the stage rests, and why.</summary>
    public OutagePause Outage { get; }

    /// <summary>Documents that workers have in hand.</summary>
    public int InWork => Volatile.Read(ref _inWork);

    /// <param name="workers">Documents at a time.</param>
    public void Start(int workers)
    {
        Debug.Assert(_workers.Length == 0, "A crew starts once.");
        _workers = [.. Enumerable.Range(0, workers + KeptForInteractive).Select(number => Task.Run(() => WorkAsync(number >= workers)))];
    }

    /// <summary>Hands back at once what was not begun, lets end what ends within <paramref name="grace"/>, and hands back the rest.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        if (_draining.IsCancellationRequested)
        {
            return;
        }

        await _draining.CancelAsync();
        var left = await _channel.CloseAsync();
        Log.Stopping(_log, _stage.ToString(), left.Count, InWork);
        await Task.WhenAll(left.Select(ReturnAsync));
        var all = Task.WhenAll(_workers);
        if (await Task.WhenAny(all, Task.Delay(grace, _tools.Clock)) != all)
        {
            Log.HandedBack(_log, _stage.ToString(), InWork, grace.TotalSeconds);
        }

        await _aborting.CancelAsync();
        await all;
    }

    /// <summary>Hands a document back that no worker took.</summary>
    public async Task ReturnAsync(ClaimedWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        using (work.Lease)
        {
            try
            {
                await new DocumentClaims(_tools.Database.For(work.Document.Tenant)).ReleaseAsync(work.Document.Claim, [], CancellationToken.None);
            }
            catch (Exception e) when (DatabaseOutage.Is(e))
            {
                // Checkpoint: nobody can be told now; the lease runs out and the sweeper finds the document.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        _draining.Dispose();
        _aborting.Dispose();
    }

    private async Task WorkAsync(bool interactiveOnly)
    {
        while (!_draining.IsCancellationRequested)
        {
            try
            {
                if (Outage.Left is var left && left > TimeSpan.Zero)
                {
                    await Task.Delay(left, _tools.Clock, _draining.Token);
                }

                await WorkAsync(await _channel.TakeAsync(interactiveOnly, _draining.Token));
            }
            catch (OperationCanceledException) when (_draining.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The top of a worker: it must not end while the process lives, whatever a document brings to light.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.WorkerFault(_log, e, _stage.ToString(), e.GetType().Name);
            }
        }
    }

    private async Task WorkAsync(ClaimedWork work)
    {
        using var lease = work.Lease;
        var document = work.Document;
        using var scope = _log.BeginScope(new Dictionary<string, object?>
        {
            ["document"] = document.Claim.Document.Value,
            ["batch"] = document.Batch?.Value,
            ["stage"] = document.Claim.Stage.ToString(),
            ["attempt"] = document.Claim.Number,
        });
        Interlocked.Increment(ref _inWork);
        var started = _tools.Clock.GetTimestamp();
        try
        {
            var outcome = await _tools.Work.DoAsync(document, lease, Outage.Next, _aborting.Token);
            var took = _tools.Clock.GetElapsedTime(started);
            _tools.Metrics.Ended(_stage, outcome.End, took);
            Log.Ended(_log, document.Claim.Document.Value, _stage.ToString(), outcome.End.ToString(), took.TotalSeconds);
            Note(outcome);
        }
        finally
        {
            Interlocked.Decrement(ref _inWork);
        }
    }

    private void Note(StageOutcome outcome)
    {
        if (outcome.Outage is { } reason)
        {
            if (!_draining.IsCancellationRequested && Outage.Begin(reason))
            {
                Log.OutageBegan(_log, _stage.ToString(), reason.GetType().Name, reason.Message, Outage.Left.TotalSeconds);
            }
        }
        else if (outcome.End is not (StageEnd.HandedBack or StageEnd.ClaimLost) && Outage.End())
        {
            Log.OutageEnded(_log, _stage.ToString());
        }
    }
}
