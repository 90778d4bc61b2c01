using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Domain.Documents;
using Pipeline.Ingest.Api.Problems;
using Pipeline.Storage.Database;
using Pipeline.Storage.Messages;

namespace Pipeline.Ingest.Api.Events;

/// <summary>Looks once a second, and when something was put into the outbox of this process, at all that any client watches: two queries, however many clients there are. Streams of a key that was revoked end.</summary>
internal sealed class ChangeFeed(ApiStores stores, UploadApiOptions options, PipelineDatabase database, ILogger<ChangeFeed> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    // A burst of uploads raises the signal a hundred times a second.
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(100);

    // A revocation is to be seen within seconds, as it is with requests.
    private static readonly TimeSpan KeysEvery = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Watch, byte> _documents = new();
    private readonly ConcurrentDictionary<Watch, byte> _batches = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private long _keysSeen;

    /// <param name="key">Id of the key that asked: the stream lives no longer.</param>
    /// <param name="seen">Id of the event that the client saw last; null for none.</param>
    /// <exception cref="ApiProblemException">As many streams are open as may be.</exception>
    public Watch Document(DocumentId id, Guid key, string? seen) => Add(_documents, id.Value, key, seen);

    /// <param name="key">Id of the key that asked: the stream lives no longer.</param>
    /// <param name="seen">Id of the event that the client saw last; null for none.</param>
    /// <exception cref="ApiProblemException">As many streams are open as may be.</exception>
    public Watch Batch(BatchId id, Guid key, string? seen) => Add(_batches, id.Value, key, seen);

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
            await CloseOfDeadKeysAsync(cancellationToken);
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

    private async Task CloseOfDeadKeysAsync(CancellationToken cancellationToken)
    {
        Watch[] open = [.. _documents.Keys, .. _batches.Keys];
        if (open.Length == 0 || TimeProvider.System.GetElapsedTime(_keysSeen) < KeysEvery)
        {
            return;
        }

        var live = await stores.AllKeys.LiveAsync([.. open.Select(watch => watch.Key).Distinct()], cancellationToken);
        _keysSeen = TimeProvider.System.GetTimestamp();
        foreach (var watch in open.Where(watch => !live.Contains(watch.Key)))
        {
            watch.Close();
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

    private Watch Add(ConcurrentDictionary<Watch, byte> watches, Guid id, Guid key, string? seen)
    {
        if (_documents.Count + _batches.Count >= options.MaxStreams)
        {
            throw new ApiProblemException(ApiProblems.Busy);
        }

        var watch = new Watch(id, key, seen, ended => watches.TryRemove(ended, out _));
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
