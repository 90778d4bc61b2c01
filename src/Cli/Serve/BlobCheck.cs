using Pipeline.Storage.Blobs;

namespace Pipeline.Cli.Serve;

/// <summary>Whether the folder of the blobs can be written to.</summary>
internal sealed class BlobCheck(TenantBlobs blobs) : IServiceCheck
{
    public Task<string?> ProblemAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(blobs.Folder);
        var probe = Path.Combine(blobs.Folder, $".probe-{Guid.CreateVersion7():n}");
        using (var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
        {
            file.WriteByte(0);
        }

        return Task.FromResult<string?>(null);
    }
}
