using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Pipeline.Ingest.Drop;

/// <summary>Files under processing/ that wait for a worker, at once or after a pause.</summary>
internal sealed class ArrivalQueue(TimeProvider clock)
{
    /// <summary>Enough to keep the workers busy; the rest stays in the watched folder, where another process can take it.</summary>
    private const int Room = 64;

    private readonly Channel<Arrival> _ready = Channel.CreateBounded<Arrival>(Room);
    private readonly PriorityQueue<Arrival, long> _waiting = new();
    private readonly ConcurrentDictionary<Guid, Arrival> _inHand = new();
    private readonly Lock _lock = new();

    /// <summary>No more are taken while the database or the disk is away: they would only wait here.</summary>
    public bool HasRoom => _inHand.Count < Room;

    public bool Has(Guid arrival) => _inHand.ContainsKey(arrival);

    public int Count => _inHand.Count;

    public TimeSpan OldestAge => _inHand.IsEmpty ? TimeSpan.Zero : clock.GetElapsedTime(_inHand.Values.Min(arrival => arrival.FoundAt));

    /// <param name="pause">How long it is left alone first.</param>
    public void Add(Arrival arrival, TimeSpan pause)
    {
        _inHand[arrival.Id] = arrival;
        lock (_lock)
        {
            _waiting.Enqueue(arrival, clock.GetTimestamp() + (long)(pause.TotalSeconds * clock.TimestampFrequency));
        }
    }

    public void Remove(Arrival arrival) => _inHand.TryRemove(arrival.Id, out _);

    /// <summary>Hands what is due to the workers, as far as they have room.</summary>
    /// <returns>How long until more is due.</returns>
    public TimeSpan Pump()
    {
        lock (_lock)
        {
            while (_waiting.TryPeek(out var next, out var due))
            {
                var now = clock.GetTimestamp();
                if (due > now)
                {
                    return clock.GetElapsedTime(now, due);
                }

                if (!_ready.Writer.TryWrite(next))
                {
                    break;
                }

                _waiting.Dequeue();
            }
        }

        return TimeSpan.MaxValue;
    }

    public IAsyncEnumerable<Arrival> ReadyAsync(CancellationToken cancellationToken) => _ready.Reader.ReadAllAsync(cancellationToken);
}
