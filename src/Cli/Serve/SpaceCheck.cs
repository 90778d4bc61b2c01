using Pipeline.Ingest.Api;
using Pipeline.Storage.Blobs;

namespace Pipeline.Cli.Serve;

/// <summary>Whether there is room for more documents. Work on those that were accepted goes on without.</summary>
internal sealed class SpaceCheck(TenantBlobs blobs, UploadApiOptions options) : IServiceCheck
{
    public Task<string?> ProblemAsync(CancellationToken cancellationToken)
    {
        var free = blobs.FreeBytes();
        return Task.FromResult(free >= options.MinFreeBytes
            ? null
            : FormattableString.Invariant(
                $"{free >> 20} MiB are free on the disk of Pipeline:Blobs:Folder, less than Pipeline:Api:MinFreeBytes ({options.MinFreeBytes >> 20} MiB): uploads are refused, and dropped files stay where they are, until there is room."));
    }
}
