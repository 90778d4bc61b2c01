using System.Text;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;

namespace Pipeline.Storage.Tests.Documents;

[Collection(PostgresGroup.Name)]
public sealed class BlobRemovalsTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private PipelineDatabase _database = null!;
    private TenantBlobs _blobs = null!;

    private static CancellationToken None => CancellationToken.None;

    private BlobStore Store => _blobs.Of(TenantId.Default);

    public async Task InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync(TimeProvider.System);
        _blobs = new TenantBlobs(Directory.CreateDirectory(_folder.Child("blobs")).FullName);
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [PostgresFact]
    public async Task A_blob_whose_row_was_never_committed_is_collected_and_those_that_rows_name_stay()
    {
        var original = await StoreAsync("original", old: true);
        var layout = await StoreAsync("layout", old: true);
        var orphan = await StoreAsync("orphan", old: true);
        var fresh = await StoreAsync("fresh", old: false);
        var id = (await new DocumentIntake(_database).RegisterAsync(new SourceFile("a.pdf", "/a.pdf", original, 8), null, None)).Id;
        var claim = (await new DocumentClaims(_database).ClaimAsync(id, DocumentStage.Received, "w", TimeSpan.FromMinutes(1), None))!.Claim;
        await new DocumentOutcomes(_database).CompleteReadingAsync(claim, new LayoutReference(layout, 1, "r"), [], None);

        var (noted, gone) = await CollectAsync();

        Assert.Equal(1, noted);
        Assert.Equal([(TenantId.Default, orphan)], gone);
        Assert.Equal((true, true, false, true), (Store.Exists(original), Store.Exists(layout), Store.Exists(orphan), Store.Exists(fresh)));
        Assert.Equal(0, (await CollectAsync()).Noted);
    }

    [PostgresFact]
    public async Task A_blob_that_is_stored_again_before_its_removal_stays()
    {
        var hash = await StoreAsync("again", old: true);
        var removals = new BlobRemovals(_database, _blobs);
        Assert.Equal(1, await removals.RequestUnnamedAsync(PartOf(hash), None));

        await StoreAsync("again", old: false);
        await new DocumentIntake(_database).RegisterAsync(new SourceFile("a.pdf", "/a.pdf", hash, 5), null, None);

        Assert.Empty(await removals.RunAsync(None));
        Assert.True(Store.Exists(hash));
    }

    [PostgresFact]
    public async Task A_copy_that_a_killed_process_left_is_removed_after_days_and_not_before()
    {
        await StoreAsync("x", old: false);
        var incoming = Path.Combine(_blobs.Folder, TenantId.Default.ToString(), "incoming");
        await File.WriteAllTextAsync(Path.Combine(incoming, "abandoned"), "half");
        await File.WriteAllTextAsync(Path.Combine(incoming, "under-way"), "half");
        File.SetLastWriteTimeUtc(Path.Combine(incoming, "abandoned"), DateTimeOffset.UnixEpoch.UtcDateTime);

        await CollectAsync();

        Assert.Equal(["under-way"], Directory.GetFiles(incoming).Select(Path.GetFileName));
    }

    private static byte PartOf(string hash) => Convert.FromHexString(hash)[0];

    private async Task<(int Noted, IReadOnlyList<(TenantId Tenant, string Sha256)> Gone)> CollectAsync()
    {
        var removals = new BlobRemovals(_database, _blobs);
        var noted = 0;
        for (var part = 0; part < 256; part++)
        {
            noted += await removals.RequestUnnamedAsync((byte)part, None);
        }

        return (noted, await removals.RunAsync(None));
    }

    private async Task<string> StoreAsync(string text, bool old)
    {
        var blob = await Store.PutAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), 100, None);
        if (old)
        {
            File.SetLastWriteTimeUtc(Store.PathOf(blob.Sha256), TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromHours(1));
        }

        return blob.Sha256;
    }
}
