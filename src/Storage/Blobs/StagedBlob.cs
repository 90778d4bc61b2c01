namespace Pipeline.Storage.Blobs;

/// <summary>Content that is on disk and synced, and not yet a blob. Disposing drops it, unless it was placed.</summary>
public sealed class StagedBlob : IDisposable
{
    private readonly BlobStore _store;
    private readonly string _aside;

    internal StagedBlob(BlobStore store, string aside, Blob blob)
    {
        _store = store;
        _aside = aside;
        (Sha256, SizeBytes) = (blob.Sha256, blob.SizeBytes);
    }

    /// <summary>In lower-case hex.</summary>
    public string Sha256 { get; }

    public long SizeBytes { get; }

    public bool IsPlaced { get; private set; }

    /// <summary>Can seek.</summary>
    public Stream Open() => new FileStream(IsPlaced ? _store.PathOf(Sha256) : _aside, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);

    /// <summary>Gives it its name; from now on it stays. A second time changes nothing.</summary>
    public void Place()
    {
        if (!IsPlaced)
        {
            _store.Place(_aside, Sha256);
            IsPlaced = true;
        }
    }

    public void Dispose() => File.Delete(_aside);
}
