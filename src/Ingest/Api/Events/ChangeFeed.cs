using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Domain.Documents;
using Pipeline.Ingest.Api.Problems;
using Pipeline.Storage.Database;
using Pipeline.Storage.Messages;

namespace Pipeline.Ingest.Api.Events;

/// <summary>Looks once a second, and when something was put into the outbox of this process, at all that any client watches: two queries, however many clients there are.</summary>
internal sealed class ChangeFeed(ApiStores stores, UploadApiOptions options, PipelineDatabase database, ILogger<ChangeFeed> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    // A burst of uploads raises the signal a hundred times a second.
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<Watch, byte> _documents = new();
    private readonly ConcurrentDictionary<Watch, byte> _batches = new();
    private readonly SemaphoreSlim _wake = new(0, 1);

    /// <param name="seen">Id of the event that the client saw last; null for none.</param>
    /// <exception cref="ApiProblemException">As many streams are open as may be.</exception>
    public Watch Document(DocumentId id, string? seen) => Add(_documents, id.Value, seen);

    /// <param name="seen">Id of the event that the client saw last; null for none.</param>
    /// <exception cref="ApiProblemException">As many streams are open as may be.</exception>
    public Watch Batch(BatchId id, string? seen) => Add(_batches, id.Value, seen);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        OutboxSignal signal = database.Signal;
        signal.Heard += Wake;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await Task.Delay(AtMostEvery, stoppingToken);
                await _wake.WaitAsync(Every - AtMostEvery, stoppingToken);
                await LookAsync(stoppingToken);
            }
        }
        finally
        {
            signal.Heard -= Wake;
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _wake.Dispose();
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Watched(_documents) is { Count: > 0 } documents)
            {
                var states = await stores.States.DocumentsAsync([.. documents.Keys.Select(id => new DocumentId(id))], cancellationToken);
                Show(states.Select(state => (state.Id.Value, ChangeEvents.Of(state))), documents);
            }

            if (Watched(_batches) is { Count: > 0 } batches)
            {
                var states = await stores.States.BatchesAsync([.. batches.Keys.Select(id => new BatchId(id))], cancellationToken);
                Show(states.Select(state => (state.Id.Value, ChangeEvents.Of(state))), batches);
            }
        }
        catch (Exception e) when (DatabaseOutage.Is(e))
        {
            Log.ChangesFailed(log, e.GetType().Name);
        }
    }

    private static Dictionary<Guid, List<Watch>> Watched(ConcurrentDictionary<Watch, byte> watches) =>
        watches.Keys.GroupBy(watch => watch.Watched).ToDictionary(group => group.Key, group => group.ToList());

    private static void Show(IEnumerable<(Guid Id, ChangeEvent Change)> changes, Dictionary<Guid, List<Watch>> watches)
    {
        foreach (var (id, change) in changes)
        {
            watches[id].ForEach(watch => watch.Show(change));
        }
    }

    private Watch Add(ConcurrentDictionary<Watch, byte> watches, Guid id, string? seen)
    {
        if (_documents.Count + _batches.Count >= options.MaxStreams)
        {
            throw new ApiProblemException(ApiProblems.Busy);
        }

        var watch = new Watch(id, seen, ended => watches.TryRemove(ended, out _));
        watches[watch] = 0;
        Wake();
        return watch;
    }

    private void Wake()
    {
        try
        {
            if (_wake.CurrentCount == 0)
            {
                _wake.Release();
            }
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Woken by another in between, or no longer there to be woken.
        }
    }
}
