using System.Collections.Concurrent;
using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Blobs;

/// <summary>The blobs of all tenants, each in a folder of its own: the same content of two tenants is two blobs.</summary>
/// <param name="folder">On a file system that all roles see.</param>
public sealed class TenantBlobs(string folder)
{
    private readonly ConcurrentDictionary<TenantId, BlobStore> _stores = new();

    public string Folder { get; } = folder;

    public BlobStore Of(TenantId tenant) => _stores.GetOrAdd(tenant, id => new BlobStore(Folder, id));

    /// <summary>Room on the disk of the folder, which need not be there yet.</summary>
    /// <exception cref="IOException">It cannot be asked for.</exception>
    public long FreeBytes()
    {
        var folder = new DirectoryInfo(Path.GetFullPath(Folder));
        while (!folder.Exists && folder.Parent is { } parent)
        {
            folder = parent;
        }

        return new DriveInfo(folder.FullName).AvailableFreeSpace;
    }

    /// <summary>Those that have ever stored anything.</summary>
    internal IEnumerable<TenantId> Tenants() => Directory.Exists(Folder)
        ? Directory.EnumerateDirectories(Folder).Select(path => Guid.TryParseExact(Path.GetFileName(path), "D", out var id) ? id : (Guid?)null).OfType<Guid>().Select(id => new TenantId(id))
        : [];
}
