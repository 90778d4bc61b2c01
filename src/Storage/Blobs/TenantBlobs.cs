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
}
