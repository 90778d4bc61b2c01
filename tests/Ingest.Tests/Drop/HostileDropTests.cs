using System.Diagnostics;
using System.Net.Sockets;
using Pipeline.Domain.Documents;
using Pipeline.Ingest.Drop;
using Pipeline.Storage.Tests;

namespace Pipeline.Ingest.Tests.Drop;

/// <summary>Senders that write slowly, give strange names, or put there what is no file.</summary>
[Collection(PostgresGroup.Name)]
public sealed class HostileDropTests(PostgresFixture postgres)
{
    [PostgresFact]
    public async Task A_file_is_not_taken_while_it_grows()
    {
        await using var bed = await MakeAsync();
        // Many times the pause between two writes, which a busy machine makes longer.
        bed.Options = bed.Options with { Settle = TimeSpan.FromSeconds(4) };
        await using var run = bed.Watch();
        var whole = DropBed.Pdf(string.Concat(Enumerable.Range(0, 10).Select(i => new string((char)('a' + i), 100))));
        foreach (var part in whole.Chunk(200))
        {
            await using (var file = new FileStream(bed.PathOf("slow.pdf"), FileMode.Append))
            {
                await file.WriteAsync(part);
            }

            await Task.Delay(400);
        }

        await bed.UntilThereAsync("done/slow.pdf");

        Assert.Equal(DropBed.Sha256(whole), Assert.Single(await bed.DocumentsAsync()).Sha256);
    }

    [PostgresFact]
    public async Task A_file_that_somebody_has_open_for_writing_is_not_taken_however_long_the_pause()
    {
        await using var bed = await MakeAsync();
        await using var run = bed.Watch();
        await using (var file = new FileStream(bed.PathOf("open.pdf"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            await file.WriteAsync(DropBed.Pdf("first half"));
            await file.FlushAsync();
            await Task.Delay(bed.Options.Settle * 6);
            Assert.True(bed.Has("open.pdf"));
            await file.WriteAsync("second half"u8.ToArray());
        }

        await bed.UntilThereAsync("done/open.pdf");

        Assert.Equal(DropBed.Sha256([.. DropBed.Pdf("first half"), .. "second half"u8]), Assert.Single(await bed.DocumentsAsync()).Sha256);
    }

    [PostgresFact]
    public async Task A_marker_ends_the_wait_and_goes_with_its_file()
    {
        await using var bed = await MakeAsync();
        bed.Options = bed.Options with { Settle = TimeSpan.FromHours(1) };
        await using var run = bed.Watch();
        bed.Put("marked.pdf", DropBed.Pdf("marked"));
        bed.Put("unmarked.pdf", DropBed.Pdf("unmarked"));
        bed.Put("marked.pdf.done", []);

        await bed.UntilThereAsync("done/marked.pdf");
        await DropBed.UntilAsync(() => !bed.Has("marked.pdf.done"));

        Assert.True(bed.Has("unmarked.pdf"));
    }

    [PostgresFact]
    public async Task A_marker_that_was_left_from_an_older_file_says_nothing()
    {
        await using var bed = await MakeAsync();
        bed.Options = bed.Options with { Settle = TimeSpan.FromHours(1) };
        bed.Put("a.pdf.done", []);
        File.SetLastWriteTimeUtc(bed.PathOf("a.pdf.done"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await using var run = bed.Watch();
        bed.Put("a.pdf", DropBed.Pdf("half"));
        bed.Put("b.pdf", DropBed.Pdf("b"));
        bed.Put("b.pdf.done", []);
        await bed.UntilThereAsync("done/b.pdf");

        Assert.True(bed.Has("a.pdf"));
    }

    [PostgresFact]
    public async Task What_is_unfinished_hidden_or_no_file_stays_where_it_is()
    {
        await using var bed = await MakeAsync();
        string[] names = [".hidden.pdf", "a.pdf.part", "b.crdownload", "c.TMP", "~$d.docx", "e.pdf.filepart", ".git/f.pdf"];
        foreach (var name in names)
        {
            bed.Put(name, DropBed.Pdf(name));
        }

        var outside = Path.Combine(bed.BlobFolder, "outside");
        Directory.CreateDirectory(outside);
        await File.WriteAllBytesAsync(Path.Combine(outside, "secret.pdf"), DropBed.Pdf("secret"));
        File.CreateSymbolicLink(bed.PathOf("link.pdf"), Path.Combine(outside, "secret.pdf"));
        Directory.CreateSymbolicLink(bed.PathOf("linked"), outside);
        using (var made = Process.Start("mkfifo", [bed.PathOf("pipe.pdf")]))
        {
            await made.WaitForExitAsync();
        }

        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(bed.PathOf("s.pdf")));
        await using var run = bed.Watch();
        bed.Put("good.pdf", DropBed.Pdf("good"));
        await bed.UntilThereAsync("done/good.pdf");
        await Task.Delay(bed.Parts.Options.Rescan + bed.Options.Settle);

        Assert.Single(await bed.DocumentsAsync());
        Assert.All([.. names, "link.pdf", "linked/secret.pdf", "pipe.pdf", "s.pdf"], name => Assert.True(Path.Exists(bed.PathOf(name)), name));
    }

    [PostgresFact]
    public async Task Strange_names_are_shown_plainly_and_kept_on_disk()
    {
        await using var bed = await MakeAsync();
        await using var run = bed.Watch();
        string[] names = ["two\nlines.pdf", "cod\u202Efdp.exe.pdf", "tab\t.pdf", "😀 žluťoučký.pdf", "-rf.pdf", "a;b$(c)`d`.pdf", new string('x', 251) + ".pdf"];
        foreach (var (name, number) in names.Select((name, number) => (name, number)))
        {
            bed.Put(name, DropBed.Pdf(number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        foreach (var name in names)
        {
            await bed.UntilThereAsync("done/" + name);
        }

        var shown = (await bed.DocumentsAsync()).Select(document => document.Name).ToList();
        Assert.Equal(names.Length, shown.Count);
        Assert.Contains("two_lines.pdf", shown);
        Assert.Contains("cod_fdp.exe.pdf", shown);
        Assert.Contains("😀 žluťoučký.pdf", shown);
        Assert.DoesNotContain(bed.Log.Lines, line => line.Contains("pdf", StringComparison.Ordinal));
    }

    [PostgresFact]
    public async Task A_name_that_is_no_text_is_written_as_text_and_taken()
    {
        await using var bed = await MakeAsync();
        using (var made = Process.Start("bash", ["-c", $"cd '{bed.Folder}' && printf '%%PDF-1.7 latin' > $'caf\\xe9.pdf' && mkdir $'m\\xfcll' && printf '%%PDF-1.7 deep' > $'m\\xfcll/a.pdf'"]))
        {
            await made.WaitForExitAsync();
        }

        await using var run = bed.Watch();

        await bed.UntilThereAsync("done/caf%E9.pdf");
        await bed.UntilThereAsync("done/m%FCll/a.pdf");
    }

    [PostgresFact]
    public async Task A_file_that_vanishes_while_it_settles_is_forgotten()
    {
        await using var bed = await MakeAsync();
        bed.Options = bed.Options with { Settle = TimeSpan.FromSeconds(1) };
        await using var run = bed.Watch();
        bed.Put("gone.pdf", DropBed.Pdf("gone"));
        await Task.Delay(300);
        File.Delete(bed.PathOf("gone.pdf"));
        bed.Put("stays.pdf", DropBed.Pdf("stays"));

        await bed.UntilThereAsync("done/stays.pdf");

        Assert.Equal("stays.pdf", Assert.Single(await bed.DocumentsAsync()).Name);
    }

    [PostgresFact]
    public async Task A_folder_of_ours_that_is_a_link_is_not_followed()
    {
        await using var bed = await MakeAsync();
        var outside = Directory.CreateDirectory(Path.Combine(bed.BlobFolder, "outside")).FullName;
        await using var run = bed.Watch();
        bed.Put("first.pdf", DropBed.Pdf("first"));
        await bed.UntilThereAsync("done/first.pdf");
        Directory.CreateSymbolicLink(bed.PathOf("done/sub"), outside);

        bed.Put("sub/a.pdf", DropBed.Pdf("a"));
        await DropBed.UntilAsync(() => Directory.GetFiles(bed.PathOf("done"), "a.pdf", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Length == 1);

        Assert.Empty(Directory.GetFiles(outside));
    }

    [PostgresFact]
    public async Task A_folder_that_is_not_there_or_cannot_be_written_is_waited_for()
    {
        await using var bed = await MakeAsync();
        var later = Path.Combine(bed.Folder, "mount");
        await using var closed = new DropRun(new FolderWatch(bed.Parts, bed.Options with { Path = "/proc/self" }, 1));
        await using var run = new DropRun(new FolderWatch(bed.Parts, bed.Options with { Path = later }, 0));
        await DropBed.UntilAsync(() => bed.Log.Lines.Count(line => line.StartsWith("1001 ", StringComparison.Ordinal)) >= 2);

        Directory.CreateDirectory(later);
        await File.WriteAllBytesAsync(Path.Combine(later, "a.pdf"), DropBed.Pdf("a"));
        await bed.UntilThereAsync("mount/done/a.pdf");

        // Another disk is mounted there.
        Directory.Move(later, later + ".old");
        Directory.CreateDirectory(later);
        await File.WriteAllBytesAsync(Path.Combine(later, "b.pdf"), DropBed.Pdf("b"));
        await bed.UntilThereAsync("mount/done/b.pdf");
    }

    [PostgresFact]
    public async Task A_full_or_broken_disk_holds_a_file_up_and_loses_nothing()
    {
        await using var bed = await MakeAsync();
        var incoming = Path.Combine(bed.BlobFolder, TenantId.Default.Value.ToString("D"), "incoming");
        Directory.CreateDirectory(Path.GetDirectoryName(incoming)!);
        await File.WriteAllTextAsync(incoming, "in the way");
        await using var run = bed.Watch();
        bed.Put("a.pdf", DropBed.Pdf("a"));
        await DropBed.UntilAsync(() => bed.Log.Lines.Any(line => line.StartsWith("1005 ", StringComparison.Ordinal)));
        Assert.Empty(await bed.DocumentsAsync());

        File.Delete(incoming);
        await bed.UntilThereAsync("done/a.pdf");

        Assert.Single(await bed.DocumentsAsync());
    }

    private async Task<DropBed> MakeAsync() => await DropBed.MakeAsync(await postgres.CreateDatabaseAsync(TimeProvider.System));
}
