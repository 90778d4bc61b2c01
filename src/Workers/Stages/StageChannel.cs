using Pipeline.Domain.Documents;

namespace Pipeline.Workers.Stages;

/// <summary>Claimed documents of one stage that wait for a worker of this process. Room is taken before the claim, so that nobody holds a document that it has no place for.
/// Two bounded lanes: a worker takes what is interactive first, but every eighth time what is bulk, so that neither waits for ever.</summary>
/// <remarks>No <c>Channel&lt;T&gt;</c>: that gives no room before there is something to put in, and no choice between two.</remarks>
public sealed class StageChannel : IDisposable
{
    private const int BulkTurn = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<DocumentPriority, Lane> _lanes;
    private readonly LinkedList<(TaskCompletionSource<ClaimedWork> Taker, bool InteractiveOnly)> _takers = [];
    private readonly CancellationTokenSource _closed = new();
    private int _interactiveInARow;

    /// <param name="room">How many documents may wait in each lane.</param>
    public StageChannel(int room) => _lanes = Enum.GetValues<DocumentPriority>().ToDictionary(priority => priority, _ => new Lane(room));

    /// <summary>Waits until there is room for one more.</summary>
    /// <exception cref="StageClosedException">Nothing more is taken in.</exception>
    public async Task<StagePlace> EnterAsync(DocumentPriority priority, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closed.Token);
        try
        {
            await _lanes[priority].Room.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            throw new StageClosedException();
        }

        return new StagePlace(work => Put(priority, work), () => _lanes[priority].Room.Release());
    }

    /// <summary>The next document, as soon as there is one.</summary>
    /// <param name="interactiveOnly">For a worker that is kept free for those who wait.</param>
    /// <param name="cancellationToken">Ends waiting; no document is lost by that.</param>
    public async Task<ClaimedWork> TakeAsync(bool interactiveOnly, CancellationToken cancellationToken)
    {
        var taker = new TaskCompletionSource<ClaimedWork>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Next(interactiveOnly) is { } work)
            {
                return work;
            }

            _takers.AddLast((taker, interactiveOnly));
        }

        await using var registration = cancellationToken.Register(() => Leave(taker, cancellationToken));
        return await taker.Task;
    }

    /// <summary>Takes nothing more in, and gives back what no worker has begun.</summary>
    public async Task<IReadOnlyList<ClaimedWork>> CloseAsync()
    {
        await _closed.CancelAsync();
        lock (_gate)
        {
            ClaimedWork[] left = [.. _lanes.Values.SelectMany(lane => lane.Waiting)];
            foreach (var lane in _lanes.Values)
            {
                lane.Waiting.Clear();
            }

            return left;
        }
    }

    public void Dispose()
    {
        _closed.Dispose();
        foreach (var lane in _lanes.Values)
        {
            lane.Room.Dispose();
        }
    }

    /// <returns>False once the channel is closed: the document is the caller's to hand back.</returns>
    private bool Put(DocumentPriority priority, ClaimedWork work)
    {
        lock (_gate)
        {
            if (_closed.IsCancellationRequested)
            {
                return false;
            }

            _lanes[priority].Waiting.Enqueue(work);
            for (var node = _takers.First; node is not null; node = node.Next)
            {
                if (Next(node.Value.InteractiveOnly) is { } next)
                {
                    _takers.Remove(node);
                    node.Value.Taker.SetResult(next);
                    break;
                }
            }

            return true;
        }
    }

    private ClaimedWork? Next(bool interactiveOnly)
    {
        var (interactive, bulk) = (_lanes[DocumentPriority.Interactive], _lanes[DocumentPriority.Bulk]);
        var bulksTurn = !interactiveOnly && _interactiveInARow >= BulkTurn - 1 && bulk.Waiting.Count > 0;
        if (interactive.Waiting.Count > 0 && !bulksTurn)
        {
            _interactiveInARow += bulk.Waiting.Count > 0 ? 1 : 0;
            return interactive.Take();
        }

        if (interactiveOnly || bulk.Waiting.Count == 0)
        {
            return null;
        }

        _interactiveInARow = 0;
        return bulk.Take();
    }

    private void Leave(TaskCompletionSource<ClaimedWork> taker, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // One that was served just now keeps what it got.
            for (var node = _takers.First; node is not null; node = node.Next)
            {
                if (node.Value.Taker == taker)
                {
                    _takers.Remove(node);
                    taker.TrySetCanceled(cancellationToken);
                    return;
                }
            }
        }
    }

    private sealed class Lane(int room)
    {
        public SemaphoreSlim Room { get; } = new(room, room);

        public Queue<ClaimedWork> Waiting { get; } = new();

        public ClaimedWork Take()
        {
            Room.Release();
            return Waiting.Dequeue();
        }
    }
}
