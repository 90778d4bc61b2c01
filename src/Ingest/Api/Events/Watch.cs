using System.Threading.Channels;

namespace Pipeline.Ingest.Api.Events;

/// <summary>One client that looks at one document or batch. A slow client misses states in between, never the last.</summary>
internal sealed class Watch(Guid watched, Guid key, string? seen, Action<Watch> end) : IDisposable
{
    private const int Held = 16;

    private readonly Channel<ChangeEvent> _events = Channel.CreateBounded<ChangeEvent>(new BoundedChannelOptions(Held) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private string? _last = seen;

    public Guid Watched { get; } = watched;

    /// <summary>Id of the key that asked.</summary>
    public Guid Key { get; } = key;

    public ChannelReader<ChangeEvent> Events => _events.Reader;

    /// <summary>Called by one thread at a time.</summary>
    public void Show(ChangeEvent change)
    {
        if (change.Id != _last)
        {
            _last = change.Id;
            _events.Writer.TryWrite(change);
        }
        else if (change.IsLast)
        {
            // The client has seen the end already.
            _events.Writer.TryComplete();
        }
    }

    /// <summary>Nothing more is told, though more may happen.</summary>
    public void Close() => _events.Writer.TryComplete();

    public void Dispose() => end(this);
}
