using Microsoft.EntityFrameworkCore;
using Pipeline.Domain.Documents;
using Pipeline.Ingest.Drop;
using Pipeline.Storage.Tests;

namespace Pipeline.Ingest.Tests.Drop;

/// <summary>The watch is cut off at a step, as by a kill: nothing after it is ever run, and its lock is gone. The next one has to bring the file to its end as one document.</summary>
[Collection(PostgresGroup.Name)]
public sealed class CrashTests(PostgresFixture postgres)
{
    [PostgresFact]
    public async Task A_file_is_one_document_wherever_the_process_is_killed()
    {
        foreach (var step in Enum.GetValues<DropStep>().Where(step => step != DropStep.Explained))
        {
            await using var bed = await KilledAsync(step, 1, "lease/a.pdf", DropBed.Pdf("a"));
            await using var next = bed.Watch();
            await bed.UntilThereAsync("done/lease/a.pdf");
            await bed.UntilStillAsync();

            var document = Assert.Single(await bed.DocumentsAsync());
            Assert.Equal((DocumentStage.Received, "lease/a.pdf"), (document.Stage, document.Name));
            await using var context = bed.Database.CreateContext();
            Assert.Single(await context.Outbox.ToListAsync());
            Assert.Single(await context.Batches.ToListAsync());
            Assert.Single(Directory.GetFiles(bed.Folder, "*", SearchOption.AllDirectories), file => Path.GetFileName(file) != "lock");
        }
    }

    [PostgresFact]
    public async Task A_file_that_failed_has_one_reason_and_one_row_wherever_the_process_is_killed()
    {
        foreach (var step in Enum.GetValues<DropStep>().Where(step => step != DropStep.Stored))
        {
            await using var bed = await KilledAsync(step, 1, "a.pdf", [0x7F, 0x45, 0x4C, 0x46, 0, 0]);
            await using var next = bed.Watch();
            await bed.UntilThereAsync("failed/a.pdf");
            await bed.UntilStillAsync();

            Assert.Equal(["a.pdf", "a.pdf.reason.txt"], Directory.GetFiles(bed.PathOf("failed")).Select(file => Path.GetFileName(file)).Order());
            Assert.Equal("unsupported_format", Assert.Single(await bed.DocumentsAsync()).FailureCode);
        }
    }

    [PostgresFact]
    public async Task An_archive_gives_each_document_once_wherever_between_them_the_process_is_killed()
    {
        var archive = Archive.Of(("a.pdf", DropBed.Pdf("a")), ("b.pdf", DropBed.Pdf("b")), ("c.pdf", DropBed.Pdf("a")));
        foreach (var occasion in new[] { 1, 2, 3 })
        {
            await using var bed = await KilledAsync(DropStep.Registered, occasion, "all.zip", archive);
            await using var next = bed.Watch();
            await bed.UntilThereAsync("done/all.zip");

            var documents = await bed.DocumentsAsync();
            Assert.Equal(["all.zip/a.pdf Received", "all.zip/b.pdf Received", "all.zip/c.pdf Duplicate"], documents.Select(document => $"{document.Name} {document.Stage}").Order(StringComparer.Ordinal));
            await using var context = bed.Database.CreateContext();
            Assert.Single(await context.Batches.ToListAsync());
        }
    }

    [PostgresFact]
    public async Task A_duplicate_is_still_one_after_a_kill()
    {
        await using var bed = await KilledAsync(DropStep.Registered, 2, "first/a.pdf", DropBed.Pdf("a"), ("second/a.pdf", DropBed.Pdf("a")));
        await using var next = bed.Watch();
        await DropBed.UntilAsync(() => Directory.GetFiles(bed.PathOf("duplicates"), "*", SearchOption.AllDirectories).Length == 1);
        await bed.UntilStillAsync();

        Assert.Equal([DocumentStage.Received, DocumentStage.Duplicate], (await bed.DocumentsAsync()).Select(document => document.Stage));
    }

    [PostgresFact]
    public async Task A_live_process_keeps_what_it_has_in_work()
    {
        var hanging = new TaskCompletionSource();
        await using var bed = await MakeAsync();
        bed.Parts = bed.Parts with { Reached = step => step == DropStep.Claimed ? Hang(hanging) : Task.CompletedTask };
        var first = bed.Watch();
        bed.Put("a.pdf", DropBed.Pdf("a"));
        await hanging.Task;

        bed.Parts = bed.Parts with { Reached = _ => Task.CompletedTask };
        await using (var second = bed.Watch())
        {
            bed.Put("b.pdf", DropBed.Pdf("b"));
            await bed.UntilThereAsync("done/b.pdf");
            await Task.Delay(bed.Parts.Options.Rescan * 2);
            Assert.False(bed.Has("done/a.pdf"));

            first.Kill();
            await bed.UntilThereAsync("done/a.pdf");
        }

        Assert.Equal(2, (await bed.DocumentsAsync()).Count);
    }

    private static Task Hang(TaskCompletionSource reached)
    {
        reached.TrySetResult();
        return new TaskCompletionSource().Task;
    }

    private async Task<DropBed> KilledAsync(DropStep at, int occasion, string name, byte[] content, params (string Name, byte[] Content)[] more)
    {
        var reached = new TaskCompletionSource();
        var left = occasion;
        var bed = await MakeAsync();
        var whole = bed.Parts;
        bed.Parts = whole with { Reached = step => step == at && Interlocked.Decrement(ref left) <= 0 ? Hang(reached) : Task.CompletedTask };
        bed.Put(name, content);
        foreach (var (other, bytes) in more)
        {
            bed.Put(other, bytes);
        }

        var killed = bed.Watch();
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
        killed.Kill();
        bed.Parts = whole;
        return bed;
    }

    private async Task<DropBed> MakeAsync() => await DropBed.MakeAsync(await postgres.CreateDatabaseAsync(TimeProvider.System));
}
