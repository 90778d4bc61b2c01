using Pipeline.Cli.Serve;
using Pipeline.Ingest.Api;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Tests;

namespace Pipeline.Cli.Tests.Serve;

public sealed class SpaceCheckTests
{
    [Fact]
    public async Task Readiness_says_that_there_is_too_little_room_and_what_that_means()
    {
        var blobs = new TenantBlobs(Path.Combine(Path.GetTempPath(), "not-there-yet"));

        Assert.Null(await new SpaceCheck(blobs, new UploadApiOptions { MinFreeBytes = 0 }).ProblemAsync(CancellationToken.None));
        var problem = await new SpaceCheck(blobs, new UploadApiOptions { MinFreeBytes = long.MaxValue }).ProblemAsync(CancellationToken.None);

        Assert.Contains("Pipeline:Api:MinFreeBytes", problem, StringComparison.Ordinal);
        Assert.Contains("uploads are refused", problem, StringComparison.Ordinal);
    }

    [SmallDiskFact]
    public async Task A_disk_that_fills_up_is_not_ready_and_is_again_once_there_is_room()
    {
        using var disk = new SmallDisk(4 << 20);
        var blobs = new TenantBlobs(disk.Child("blobs"));
        var space = new SpaceCheck(blobs, new UploadApiOptions { MinFreeBytes = 1 << 20 });
        Assert.Null(await space.ProblemAsync(CancellationToken.None));
        Assert.Null(await new BlobCheck(blobs).ProblemAsync(CancellationToken.None));

        disk.Fill(leave: 0);
        Assert.StartsWith("0 MiB are free", await space.ProblemAsync(CancellationToken.None), StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => new BlobCheck(blobs).ProblemAsync(CancellationToken.None));

        disk.MakeRoom();
        Assert.Null(await space.ProblemAsync(CancellationToken.None));
        Assert.Null(await new BlobCheck(blobs).ProblemAsync(CancellationToken.None));
    }
}
