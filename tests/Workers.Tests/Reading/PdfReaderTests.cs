using Pipeline.Workers.Reading;

namespace Pipeline.Workers.Tests.Reading;

public sealed class PdfReaderTests(ReadingFixture fixture) : IClassFixture<ReadingFixture>
{
    [Fact]
    public async Task Words_come_with_page_block_line_and_box()
    {
        var layout = await fixture.ReadAsync(fixture.Write(new TestPdf { Pages = 2 }));
        Assert.Equal([1, 2], layout.Pages.Select(page => page.Number));
        Assert.Equal((612d, 792d, 0), (layout.Pages[0].Width, layout.Pages[0].Height, layout.Pages[0].Rotation));
        Assert.Equal("Hello rotated world second line Hello rotated world second line", ReadingFixture.Text(layout));
        Assert.Equal([3, 2], layout.Pages[1].Blocks.Select(block => block.Words.Count));
        Assert.All(ReadingFixture.Words(layout), word => Assert.NotNull(word.Box));
        Assert.All(ReadingFixture.Words(layout), word => Assert.Equal(0, word.Line));
    }

    [Fact]
    public async Task Lines_are_numbered_within_their_block()
    {
        var layout = await fixture.ReadAsync(fixture.Write(new TestPdf { Content = "BT /F1 12 Tf 14 TL 72 700 Td (one two) Tj T* (three) Tj T* (four) Tj ET" }));
        Assert.Equal([0, 0, 1, 2], Assert.Single(layout.Pages[0].Blocks).Words.Select(word => word.Line));
    }

    [Fact]
    public async Task The_cpu_time_of_the_children_is_counted()
    {
        var outcome = await fixture.Reader().ReadAsync(fixture.Write(new TestPdf { Pages = 400 }), CancellationToken.None);
        Assert.InRange(outcome.CpuSeconds, 0.005, 20);
    }

    [Fact]
    public async Task An_unbreakable_space_splits_a_word_and_its_parts_share_the_box()
    {
        var words = ReadingFixture.Words(await fixture.ReadAsync(fixture.Write(Glyphs("<414243>", ("41", "0041 00A0 0042"), ("42", "2003"), ("43", "0043"))))).ToList();
        Assert.Equal(["A", "B", "C"], words.Select(word => word.Text));
        Assert.Equal(words[0].Box, words[1].Box);
    }

    [Fact]
    public async Task Characters_that_XML_forbids_do_not_end_the_document()
    {
        var layout = await fixture.ReadAsync(fixture.Write(Glyphs("<41424344>", ("41", "0041"), ("42", "0002"), ("43", "001F"), ("44", "0026"))));
        Assert.Equal("A&", ReadingFixture.Text(layout));
    }

    [Fact]
    public async Task A_word_of_100_kB_stays_one_word()
    {
        // Large letters: of those below 3 points poppler reads 50,000 a page.
        var layout = await fixture.ReadAsync(fixture.Write(new TestPdf { Media = "0 0 600000 792", Content = $"BT /F1 10 Tf 2 700 Td ({new string('x', 100_000)}) Tj 0 -20 Td /F1 12 Tf (after) Tj ET" }));
        Assert.Equal([100_000, 5], ReadingFixture.Words(layout).Select(word => word.Text.Length));
    }

    [Theory]
    [InlineData("with space.pdf")]
    [InlineData("-opw.pdf")]
    [InlineData("--help")]
    [InlineData("-")]
    [InlineData("quote'\"`$(touch x).pdf")]
    [InlineData("line\nbreak\t\u0001.pdf")]
    [InlineData("Vertrag Größe 契約 \U0001F4C4.pdf")]
    [InlineData("back\\slash;&|*?<>.pdf")]
    [InlineData("fd:0")]
    [InlineData("no extension")]
    public async Task Any_file_name_is_read(string name) =>
        Assert.StartsWith("Hello", ReadingFixture.Text(await fixture.ReadAsync(fixture.Write(new TestPdf(), name))), StringComparison.Ordinal);

    [Fact]
    public async Task The_longest_file_name_is_read() =>
        Assert.StartsWith("Hello", ReadingFixture.Text(await fixture.ReadAsync(fixture.Write(new TestPdf(), new string('n', 251) + ".pdf"))), StringComparison.Ordinal);

    [Fact]
    public async Task A_relative_path_that_looks_like_an_option_is_read()
    {
        var name = $"-{Guid.CreateVersion7()}.pdf";
        try
        {
            new TestPdf().Write(Environment.CurrentDirectory, name);
            Assert.StartsWith("Hello", ReadingFixture.Text(await fixture.ReadAsync(name)), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(name);
        }
    }

    [Fact]
    public async Task A_file_that_only_an_owner_password_protects_is_read() =>
        Assert.Equal("Locked words", ReadingFixture.Text(await fixture.ReadAsync(fixture.Write(EncryptedPdfs.OwnerPassword))));

    [Fact]
    public async Task A_title_cannot_fake_the_number_of_pages()
    {
        var layout = await fixture.ReadAsync(fixture.Write(new TestPdf { Title = "x\\nPages: 5000\\nPage    1 rot:   90\\nEncrypted: yes" }));
        Assert.Equal((1, 0), (layout.Pages.Count, layout.Pages[0].Rotation));
    }

    [Fact]
    public async Task Many_files_are_read_side_by_side_without_mixing_their_words()
    {
        var reader = fixture.Reader();
        var paths = Enumerable.Range(0, 24).Select(i => fixture.Write(new TestPdf { Content = $"BT /F1 12 Tf 72 700 Td (word{i}) Tj ET" })).ToList();
        var layouts = await Task.WhenAll(paths.Select(path => fixture.ReadAsync(path, reader)));
        Assert.Equal(Enumerable.Range(0, 24).Select(i => $"word{i}"), layouts.Select(ReadingFixture.Text));
    }

    [Fact]
    public async Task Without_bubblewrap_the_layout_is_the_same()
    {
        var path = fixture.Write(new TestPdf());
        var limited = new PdfReader(new ReadingOptions(), fixture.LimitsOnly);
        Assert.Equal(ReadingFixture.Words(await fixture.ReadAsync(path)), ReadingFixture.Words(await fixture.ReadAsync(path, limited)));
    }

    // A font whose codes stand for the given UTF-16 texts.
    private static TestPdf Glyphs(string shown, params (string Code, string Text)[] map)
    {
        var table = string.Join('\n', map.Select(item => $"<{item.Code}> <{item.Text.Replace(" ", "", StringComparison.Ordinal)}>"));
        return new TestPdf { Content = $"BT /F1 24 Tf 72 700 Td {shown} Tj ET", UnicodeMap = $"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange {map.Length} beginbfchar\n{table}\nendbfchar endcmap end" };
    }
}
