using Microsoft.EntityFrameworkCore;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Tests;

namespace Pipeline.Ingest.Tests.Drop;

[Collection(PostgresGroup.Name)]
public sealed class FileDropTests(PostgresFixture postgres)
{
    [PostgresFact]
    public async Task A_file_becomes_a_document_with_a_message_and_lies_in_done()
    {
        await using var bed = await MakeAsync();
        await using var run = bed.Watch();

        bed.Put("lease.pdf", DropBed.Pdf("lease"));
        await bed.UntilThereAsync("done/lease.pdf");

        var document = Assert.Single(await bed.DocumentsAsync());
        Assert.Equal((DocumentStage.Received, "lease.pdf", "contracts", DocumentPriority.Bulk), (document.Stage, document.Name, document.Schema, document.Priority));
        Assert.Equal(DropBed.Sha256(DropBed.Pdf("lease")), document.Sha256);
        Assert.Equal(DropBed.Pdf("lease"), await ReadBlobAsync(bed, document.Sha256!));
        await using var context = bed.Database.CreateContext();
        Assert.Equal(document.Id, Assert.Single(await context.Outbox.ToListAsync()).DocumentId);
        Assert.False(bed.Has("lease.pdf"));
    }

    [PostgresFact]
    public async Task The_same_content_ends_in_duplicates_and_costs_nothing_again()
    {
        await using var bed = await MakeAsync();
        await using var run = bed.Watch();
        bed.Put("a.pdf", DropBed.Pdf("same"));
        await bed.UntilThereAsync("done/a.pdf");

        bed.Put("b.pdf", DropBed.Pdf("same"));
        bed.Put("a.pdf", DropBed.Pdf("same"));
        await bed.UntilThereAsync("duplicates/a.pdf");
        await bed.UntilThereAsync("duplicates/b.pdf");

        var documents = await bed.DocumentsAsync();
        Assert.Equal(3, documents.Count);
        Assert.All(documents.Skip(1), document => Assert.Equal((DocumentStage.Duplicate, documents[0].Id), (document.Stage, document.DuplicateOf!.Value)));
    }

    [PostgresFact]
    public async Task A_sub_folder_becomes_a_batch_and_keeps_its_structure()
    {
        await using var bed = await MakeAsync();
        await using var run = bed.Watch();

        bed.Put("2026 leases/north/a.pdf", DropBed.Pdf("a"));
        bed.Put("2026 leases/south/b.pdf", DropBed.Pdf("b"));
        bed.Put("c.pdf", DropBed.Pdf("c"));
        await bed.UntilThereAsync("done/2026 leases/north/a.pdf");
        await bed.UntilThereAsync("done/2026 leases/south/b.pdf");
        await bed.UntilThereAsync("done/c.pdf");

        await using var context = bed.Database.CreateContext();
        var batch = Assert.Single(await context.Batches.ToListAsync());
        var documents = (await bed.DocumentsAsync()).ToDictionary(document => document.Name, document => document.BatchId);
        Assert.Equal("2026 leases", batch.Name);
        Assert.Equal(batch.Id, documents["2026 leases/north/a.pdf"]);
        Assert.Equal(batch.Id, documents["2026 leases/south/b.pdf"]);
        Assert.Null(documents["c.pdf"]);
    }

    [PostgresFact]
    public async Task An_archive_is_opened_into_a_batch_of_its_documents()
    {
        await using var bed = await MakeAsync();
        await using var run = bed.Watch();

        bed.Put("all.zip", Archive.Of(("a.pdf", DropBed.Pdf("a")), ("x/b.pdf", DropBed.Pdf("b")), ("broken.zip", [0x50, 0x4B, 3, 4, 1])));
        await bed.UntilThereAsync("done/all.zip");

        await using var context = bed.Database.CreateContext();
        var batch = Assert.Single(await context.Batches.ToListAsync());
        var documents = await bed.DocumentsAsync();
        Assert.All(documents, document => Assert.Equal(batch.Id, document.BatchId));
        Assert.Equal(["all.zip/a.pdf", "all.zip/broken.zip", "all.zip/x/b.pdf"], documents.Select(document => document.Name).Order(StringComparer.Ordinal));
        Assert.Equal(DocumentStage.Failed, documents.Single(document => document.Name.EndsWith("broken.zip", StringComparison.Ordinal)).Stage);
    }

    [PostgresFact]
    public async Task What_is_no_document_lies_in_failed_with_a_reason_beside_it_and_ends_as_failed()
    {
        await using var bed = await MakeAsync();
        await using var run = bed.Watch();

        bed.Put("program.pdf", [0x7F, 0x45, 0x4C, 0x46, 0, 1, 2, 3, 0, 0]);
        bed.Put("empty.pdf", []);
        bed.Put("large.pdf", new byte[(1 << 20) + 1]);
        foreach (var (name, code) in new[] { ("program.pdf", "unsupported_format"), ("large.pdf", "too_large"), ("empty.pdf", "empty") })
        {
            await bed.UntilThereAsync($"failed/{name}");
            Assert.StartsWith($"code: {code}\nwhat to do: ", await File.ReadAllTextAsync(bed.PathOf($"failed/{name}.reason.txt")), StringComparison.Ordinal);
            Assert.Contains(await bed.DocumentsAsync(), document => document.Name == name && document.Failure?.Code == code && document.DeliveryDue);
        }
    }

    [PostgresFact]
    public async Task A_name_that_is_taken_in_done_is_not_written_over()
    {
        await using var bed = await MakeAsync();
        await using var run = bed.Watch();
        bed.Put("a.pdf", DropBed.Pdf("first"));
        await bed.UntilThereAsync("done/a.pdf");

        bed.Put("a.pdf", DropBed.Pdf("second"));
        await DropBed.UntilAsync(() => Directory.GetFiles(bed.PathOf("done")).Length == 2);

        Assert.Equal(DropBed.Pdf("first"), await File.ReadAllBytesAsync(bed.PathOf("done/a.pdf")));
        Assert.Equal(DropBed.Pdf("second"), await File.ReadAllBytesAsync(Directory.GetFiles(bed.PathOf("done"), "a.*.pdf").Single()));
        Assert.All(await bed.DocumentsAsync(), document => Assert.Equal(DocumentStage.Received, document.Stage));
    }

    [PostgresFact]
    public async Task Documents_belong_to_the_tenant_of_their_folder()
    {
        await using var bed = await MakeAsync();
        var tenant = Guid.CreateVersion7();
        await using (var context = bed.Database.CreateContext())
        {
            await context.Database.ExecuteSqlAsync($"insert into tenants (id, name, created_at) values ({tenant}, 'other', now())");
        }

        bed.Options = bed.Options with { Tenant = tenant, Priority = DocumentPriority.Interactive, Schema = "ndas" };
        await using var run = bed.Watch();
        bed.Put("a.pdf", DropBed.Pdf("a"));
        await bed.UntilThereAsync("done/a.pdf");

        var document = Assert.Single(await bed.DocumentsAsync());
        Assert.Equal((new TenantId(tenant), DocumentPriority.Interactive, "ndas"), (document.TenantId, document.Priority, document.Schema));
        Assert.True(File.Exists(bed.Parts.Blobs.Of(new TenantId(tenant)).PathOf(document.Sha256!)));
    }

    [PostgresFact]
    public async Task A_network_folder_is_looked_through_without_being_told()
    {
        await using var bed = await MakeAsync();
        bed.Options = bed.Options with { Polling = true, PollEvery = TimeSpan.FromMilliseconds(200) };
        bed.Parts = bed.Parts with { Hints = _ => throw new InvalidOperationException("Nobody may ask for hints here.") };
        await using var run = bed.Watch();

        bed.Put("deep/er/a.pdf", DropBed.Pdf("a"));

        await bed.UntilThereAsync("done/deep/er/a.pdf");
    }

    private static async Task<byte[]> ReadBlobAsync(DropBed bed, string sha256) => await File.ReadAllBytesAsync(bed.Parts.Blobs.Of(TenantId.Default).PathOf(sha256));

    private async Task<DropBed> MakeAsync() => await DropBed.MakeAsync(await postgres.CreateDatabaseAsync(TimeProvider.System));
}
