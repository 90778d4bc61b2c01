using System.Text;
using Pipeline.Domain.Documents;
using Pipeline.Domain.Grounding;
using Pipeline.Domain.Segmentation;
using Pipeline.Workers.Reading;

namespace Pipeline.Workers.Tests.Reading.Formats;

public sealed class TextFormatTests(ReadingFixture fixture) : IClassFixture<ReadingFixture>
{
    private const string Words = "Änderung “A” costs 5 €.";

    public static TheoryData<string> Encodings => ["utf-8", "utf-8-bom", "utf-16-bom", "utf-16", "utf-16be", "windows-1252"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Plain_text_is_read_in_its_encoding(string encoding)
    {
        byte[] bytes = encoding switch
        {
            "utf-8" => Encoding.UTF8.GetBytes(Words),
            "utf-8-bom" => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Words)],
            "utf-16-bom" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Words)],
            "utf-16" => Encoding.Unicode.GetBytes(Words),
            "utf-16be" => Encoding.BigEndianUnicode.GetBytes(Words),
            _ => CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(Words),
        };

        Assert.Equal([Words], await fixture.BlocksAsync(bytes));
    }

    [Fact]
    public async Task Blank_lines_part_paragraphs_and_form_feeds_part_pages()
    {
        var layout = await fixture.ReadAnyAsync(fixture.Write("One\ntwo.\r\n \r\nThree.\fFour.\f"u8.ToArray()));

        Assert.Equal(2, layout.Pages.Count);
        Assert.Equal([(0, "One"), (1, "two."), (0, "Three."), (0, "Four.")], ReadingFixture.Words(layout).Select(word => (word.Line, word.Text)));
    }

    [Fact]
    public async Task Evidence_without_geometry_has_its_page_and_quote_and_no_boxes()
    {
        var layout = await fixture.ReadAnyAsync(fixture.Write("First.\fGoverned by Ohio law."u8.ToArray()));

        var evidence = Assert.Single(EvidenceLocator.Locate(SentenceSegmenter.Segment(layout)[1], 12, 4));
        Assert.Equal(2, evidence.Page);
        Assert.Empty(evidence.Boxes);
    }

    [Fact]
    public async Task Html_is_read_by_block_elements_as_a_browser_shows_it()
    {
        const string Html = """
            <!DOCTYPE html><html><head><title>No</title><style>p { color: red }</style><script>if (a < b) document.write("<p>No</p>")</script></head>
            <body><h1>AGREEMENT</h1><p>made as of May&nbsp;3, <b>20</b>11 &#147;x&#148; &lt;y&gt;
            <p style="display: none">No <p>Second<br>line</p><div hidden><div>No</div> No</div><!-- No --><table><tr><td>A</td><td>B</td></tr></table>
            <span style='visibility:hidden'>No</span>5 < 6</body></html>
            """;

        Assert.Equal(["AGREEMENT", "made as of May 3, 2011 “x” <y>", "Second line", "A", "B", "5 < 6"], await fixture.BlocksAsync(Encoding.UTF8.GetBytes(Html)));
    }

    [Fact]
    public async Task Html_is_read_in_the_charset_that_it_names()
    {
        byte[] bytes = [.. "<html><meta charset='koi8-r'><body>"u8, 0xC4, 0xC1, .. "</body></html>"u8];

        Assert.Equal(["да"], await fixture.BlocksAsync(bytes));
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<b><p>")]
    [InlineData("<a href='")]
    [InlineData("<table><tr><td>")]
    [InlineData("<!-- ")]
    public async Task Html_nested_without_end_is_read_in_time(string tag)
    {
        var html = "<html><body>Word " + string.Concat(Enumerable.Repeat(tag, 1_000_000));
        var clock = System.Diagnostics.Stopwatch.StartNew();

        await fixture.AnyReader().ReadAsync(fixture.Write(Encoding.ASCII.GetBytes(html)), CancellationToken.None);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{clock.Elapsed}");
    }

    [Theory]
    [InlineData("{\\rtf1 text}", "unsupported_format")]
    [InlineData("\0\u0001\u0002\u0003 nothing", "unsupported_format")]
    [InlineData("PK\u0003\u0004 cut off", "unsupported_format")]
    [InlineData("   \n\n  ", "no_text")]
    public async Task What_cannot_be_read_ends_with_a_code(string content, string code) =>
        Assert.Equal(code, (await fixture.FailAnyAsync(fixture.Write(Encoding.Latin1.GetBytes(content), "contract.txt"))).Code);

    [Fact]
    public async Task A_text_with_too_many_words_is_refused()
    {
        var reader = fixture.AnyReader(new ReadingOptions { MaxWords = 3 });

        var outcome = Assert.IsType<ReadingOutcome.Failed>(await reader.ReadAsync(fixture.Write("one two three four"u8.ToArray()), CancellationToken.None));

        Assert.Equal(DocumentFailures.TooManyWords(3), outcome.Failure);
    }

    [Fact]
    public async Task A_pdf_is_told_by_its_bytes_whatever_its_name()
    {
        var layout = await fixture.ReadAnyAsync(fixture.Write(new TestPdf(), "notes.txt"));

        Assert.Equal("Hello rotated world second line", ReadingFixture.Text(layout));
    }
}
