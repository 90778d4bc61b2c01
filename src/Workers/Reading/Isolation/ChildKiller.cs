namespace Pipeline.Workers.Reading.Isolation;

/// <summary>Kills a child and all below it, and keeps the first reason.</summary>
internal sealed class ChildKiller : IDisposable
{
    /// <summary>A parent whose children were killed ends in a millisecond; a stopped one never does.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private readonly Lock _deciding = new();
    private readonly ChildProcess _child;
    private readonly Timer _again;

    public ChildKiller(ChildProcess child)
    {
        _child = child;
        _again = new Timer(_ => KillTree());
    }

    public KillReason? Reason { get; private set; }

    public void Kill(KillReason reason)
    {
        lock (_deciding)
        {
            Reason ??= reason;
        }

        if (_child.KillDescendants())
        {
            _again.Change(Grace, Timeout.InfiniteTimeSpan);
        }
        else
        {
            KillTree();
        }
    }

    public void Dispose() => _again.Dispose();

    private void KillTree()
    {
        // Killed before it was started: it must not escape.
        if (!_child.KillTree())
        {
            _again.Change(Grace, Timeout.InfiniteTimeSpan);
        }
    }
}
