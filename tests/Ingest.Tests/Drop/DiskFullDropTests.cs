using Pipeline.Storage.Tests;

namespace Pipeline.Ingest.Tests.Drop;

[Collection(PostgresGroup.Name)]
public sealed class DiskFullDropTests(PostgresFixture postgres)
{
    private const int Large = 600 << 10;

    [SmallDiskFact]
    public async Task A_file_that_would_not_fit_stays_where_it_is_until_there_is_room()
    {
        using var disk = new SmallDisk(8 << 20);
        await using var bed = await MakeAsync(disk, minFreeBytes: 64 << 10);
        disk.Fill(leave: 256 << 10);
        await using var run = bed.Watch();
        bed.Put("large.pdf", LargePdf());
        bed.Put("small.pdf", DropBed.Pdf("small"));

        await bed.UntilThereAsync("done/small.pdf");
        await DropBed.UntilAsync(() => bed.Log.Lines.Any(line => line.Contains("too little room", StringComparison.Ordinal)));
        Assert.True(bed.Has("large.pdf"));
        Assert.Single(await bed.DocumentsAsync());

        disk.MakeRoom();
        await bed.UntilThereAsync("done/large.pdf");
        Assert.Contains(await bed.DocumentsAsync(), document => document.Sha256 == DropBed.Sha256(LargePdf()));
    }

    [SmallDiskFact]
    public async Task A_disk_that_fills_up_while_a_file_is_copied_leaves_no_half_of_it()
    {
        using var disk = new SmallDisk(8 << 20);
        // Nothing is kept free: the copy itself finds out.
        await using var bed = await MakeAsync(disk, minFreeBytes: long.MinValue / 2);
        disk.Fill(leave: 256 << 10);
        await using var run = bed.Watch();
        bed.Put("large.pdf", LargePdf());

        await DropBed.UntilAsync(() => bed.Log.Lines.Any(line => line.StartsWith("1005 ", StringComparison.Ordinal)));
        Assert.Empty(await bed.DocumentsAsync());
        Assert.Empty(Directory.GetFiles(bed.BlobFolder, "*", SearchOption.AllDirectories));

        disk.MakeRoom();
        await bed.UntilThereAsync("done/large.pdf");
        Assert.Single(await bed.DocumentsAsync());
    }

    private static byte[] LargePdf() => DropBed.Pdf(new string('x', Large));

    private async Task<DropBed> MakeAsync(SmallDisk disk, long minFreeBytes)
    {
        var bed = await DropBed.MakeAsync(await postgres.CreateDatabaseAsync(TimeProvider.System), disk.Child("blobs"));
        bed.Parts = bed.Parts with { Options = bed.Parts.Options with { MinFreeBytes = minFreeBytes } };
        return bed;
    }
}
