using Pipeline.Ingest.Drop;

namespace Pipeline.Ingest.Tests.Drop;

/// <summary>A watcher whose buffer overflows again and again: most of what it is told is lost, and only sometimes does it say so.</summary>
internal sealed class LossyHints(string path) : IChangeHints
{
    private readonly ChangeHints _inner = new(path);
    private int _calls;

    public int Lost { get; private set; }

    public IReadOnlyCollection<string>? Take()
    {
        var taken = _inner.Take();
        if (taken is null || taken.Count == 0 || ++_calls % 4 == 0)
        {
            return taken;
        }

        Lost += taken.Count;
        return _calls % 4 == 1 ? null : [];
    }

    public Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => _inner.WaitAsync(longest, cancellationToken);

    public void Wake() => _inner.Wake();

    public void Dispose() => _inner.Dispose();
}
