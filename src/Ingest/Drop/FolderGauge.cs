namespace Pipeline.Ingest.Drop;

/// <summary>How much waits in one folder, and for how long.</summary>
/// <param name="ended">Called when the folder is watched no more.</param>
internal sealed class FolderGauge(int folder, Action<FolderGauge> ended) : IDisposable
{
    private long _waiting;
    private double _oldest;

    public KeyValuePair<string, object?> Folder { get; } = new("folder", folder);

    public long Waiting => Interlocked.Read(ref _waiting);

    /// <summary>Seconds since the oldest of them was seen.</summary>
    public double Oldest => Volatile.Read(ref _oldest);

    /// <summary>What is never taken, at the last look.</summary>
    public int Ignored { get; set; }

    public void Set(int waiting, TimeSpan oldest)
    {
        Interlocked.Exchange(ref _waiting, waiting);
        Volatile.Write(ref _oldest, oldest.TotalSeconds);
    }

    public void Dispose() => ended(this);
}
