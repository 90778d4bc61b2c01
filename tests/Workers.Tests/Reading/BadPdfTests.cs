using System.Diagnostics;
using System.Runtime.Versioning;
using Pipeline.Domain.Documents;
using Pipeline.Workers.Reading;

namespace Pipeline.Workers.Tests.Reading;

public sealed class BadPdfTests(ReadingFixture fixture) : IClassFixture<ReadingFixture>
{
    [Fact]
    public async Task An_empty_file_is_empty() => Assert.Equal(DocumentFailures.Empty, await fixture.FailAnyAsync(fixture.Write([])));

    [Fact]
    public async Task A_header_within_the_first_kilobyte_is_accepted_and_a_later_one_is_not()
    {
        var pdf = new TestPdf().Bytes();
        Assert.Equal("Hello rotated world second line", ReadingFixture.Text(await fixture.ReadAnyAsync(fixture.Write([.. new byte[1000], .. pdf]))));
        Assert.Equal(DocumentFailures.UnknownFormat, await fixture.FailAnyAsync(fixture.Write([.. new byte[1024], .. pdf])));
    }

    [Fact]
    public async Task A_user_password_is_encrypted() => Assert.Equal(DocumentFailures.Encrypted, await fixture.FailAsync(fixture.Write(EncryptedPdfs.UserPassword)));

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.8)]
    [InlineData(0.95)]
    public async Task A_truncated_file_is_damaged_even_where_words_are_left(double share)
    {
        var bytes = new TestPdf { Pages = 3 }.Bytes();
        Assert.Equal(DocumentFailures.Damaged, await fixture.FailAsync(fixture.Write(bytes[..(int)(bytes.Length * share)])));
    }

    [Fact]
    public async Task Garbage_behind_a_header_is_damaged()
    {
        var bytes = new byte[5000];
        new Random(1).NextBytes(bytes);
        Assert.Equal(DocumentFailures.Damaged, await fixture.FailAsync(fixture.Write([.. "%PDF-1.7\n"u8, .. bytes, .. "\n%%EOF\n"u8])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0 0 1 rg 100 100 200 200 re f")]
    [InlineData("q 100 0 0 100 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q")]
    [InlineData("BT /F1 12 Tf 72 700 Td (   ) Tj ET")]
    public async Task Pages_without_words_have_no_text(string content) =>
        Assert.Equal(DocumentFailures.NoTextOcrOff, await fixture.FailAnyAsync(fixture.Write(new TestPdf { Content = content, Pages = 2 }), fixture.AnyReader(new ReadingOptions { Ocr = false })));

    [Fact]
    public async Task Five_thousand_pages_are_too_many() =>
        Assert.Equal(DocumentFailures.TooManyPages(5000, 2000), await fixture.FailAsync(fixture.Write(new TestPdf { Pages = 5000 })));

    [Fact]
    public async Task As_many_pages_as_allowed_are_read()
    {
        var path = fixture.Write(new TestPdf { Pages = 3 });
        Assert.Equal(3, (await fixture.ReadAsync(path, fixture.Reader(new ReadingOptions { MaxPages = 3 }))).Pages.Count);
        Assert.Equal("too_many_pages", (await fixture.FailAsync(path, fixture.Reader(new ReadingOptions { MaxPages = 2 }))).Code);
    }

    [Fact]
    public async Task A_file_above_the_limit_is_not_opened()
    {
        var bytes = new TestPdf().Bytes();
        var reader = fixture.AnyReader(new ReadingOptions { MaxBytes = bytes.Length - 1 });
        Assert.Equal(DocumentFailures.TooLarge(bytes.Length, bytes.Length - 1), await fixture.FailAnyAsync(fixture.Write(bytes), reader));
    }

    [Fact]
    public async Task More_text_than_allowed_is_too_much_text() =>
        Assert.Equal(DocumentFailures.TooMuchText(2000), await fixture.FailAsync(fixture.Write(new TestPdf { Pages = 50 }), fixture.Reader(new ReadingOptions { MaxOutputBytes = 2000 })));

    [Fact]
    public async Task What_is_no_readable_file_is_unreadable()
    {
        Assert.Equal(DocumentFailures.Unreadable, await fixture.FailAnyAsync(Path.Combine(fixture.Folder, "missing.pdf")));
        Assert.Equal(DocumentFailures.Unreadable, await fixture.FailAnyAsync(fixture.Folder));
        var link = Path.Combine(fixture.Folder, "dangling.pdf");
        File.CreateSymbolicLink(link, "/nowhere/at/all.pdf");
        Assert.Equal(DocumentFailures.Unreadable, await fixture.FailAnyAsync(link));
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task A_file_without_read_permission_is_unreadable_but_for_root()
    {
        var path = fixture.Write(new TestPdf());
        File.SetUnixFileMode(path, UnixFileMode.None);
        var outcome = await fixture.AnyReader().ReadAsync(path, CancellationToken.None);
        if (Environment.IsPrivilegedProcess)
        {
            Assert.IsType<ReadingOutcome.Succeeded>(outcome);
        }
        else
        {
            Assert.Equal(DocumentFailures.Unreadable, Assert.IsType<ReadingOutcome.Failed>(outcome).Failure);
        }
    }

    [Fact]
    public async Task A_named_pipe_does_not_hold_the_reader()
    {
        var path = Path.Combine(fixture.Folder, "pipe.pdf");
        using var made = Process.Start("mkfifo", [path]);
        await made.WaitForExitAsync();
        Assert.Equal(DocumentFailures.Empty, await fixture.FailAnyAsync(path).WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Reading_that_takes_too_long_is_a_timeout_that_names_the_limit()
    {
        var reader = fixture.Reader(new ReadingOptions { MaxWall = TimeSpan.FromMilliseconds(1) });
        Assert.Equal("reader_timeout", (await fixture.FailAsync(fixture.Write(new TestPdf { Pages = 1500 }), reader)).Code);
    }

    [Fact]
    public async Task A_cancelled_reading_is_no_failure_of_the_document()
    {
        using var cancellation = new CancellationTokenSource();
        var reading = fixture.Reader().ReadAsync(fixture.Write(new TestPdf { Pages = 1500 }), cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public void Settings_name_every_key_that_is_wrong()
    {
        Assert.Empty(new ReadingOptions().Problems());
        var wrong = new ReadingOptions { MaxBytes = 0, MaxPages = 0, MaxOutputBytes = -1, MaxMemoryBytes = 1, MaxCpu = TimeSpan.Zero, MaxWall = TimeSpan.Zero };
        Assert.Equal(6, wrong.Problems().Count(problem => problem.StartsWith("Pipeline:Reading:Max", StringComparison.Ordinal)));
    }
}
