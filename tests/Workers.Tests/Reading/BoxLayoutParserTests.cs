using System.Text;
using Pipeline.Domain.Layout;
using Pipeline.Workers.Reading;

namespace Pipeline.Workers.Tests.Reading;

public sealed class BoxLayoutParserTests
{
    private static readonly Dictionary<int, PageGeometry> NoGeometry = [];

    [Theory]
    [InlineData("a\u0002b", "ab")]
    [InlineData("\u0001\u001F", "")]
    [InlineData("a\uFFFEb\uFFFF", "ab")]
    [InlineData("\U0001D400\U0010FFFF", "\U0001D400\U0010FFFF")]
    [InlineData("&lt;&amp;&gt;&quot;", "<&>\"")]
    [InlineData("one\u00A0two\u3000three", "one two three")]
    [InlineData("\u00A0\u2003", "")]
    [InlineData("zero\u200Bwidth", "zero\u200Bwidth")]
    [InlineData("line\nbreak", "line break")]
    public void A_word_keeps_all_but_spaces_and_forbidden_characters(string written, string words) =>
        Assert.Equal(words, ReadingFixture.Text(Parse($"<word xMin=\"1\" yMin=\"2\" xMax=\"3\" yMax=\"4\">{written}</word>")));

    [Fact]
    public void Bytes_that_are_no_UTF_8_become_the_replacement_character()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(Document("<word xMin=\"1\" yMin=\"2\" xMax=\"3\" yMax=\"4\">a@b</word>"))];
        bytes[Array.IndexOf(bytes, (byte)'@')] = 0xC3;
        Assert.Equal("a\uFFFDb", ReadingFixture.Text(BoxLayoutParser.Parse(new MemoryStream(bytes), NoGeometry)));
    }

    [Theory]
    [InlineData("nan")]
    [InlineData("-nan")]
    [InlineData("inf")]
    [InlineData("")]
    public void A_word_whose_place_is_no_number_is_kept_without_a_box(string number) =>
        Assert.Null(Assert.Single(ReadingFixture.Words(Parse($"<word xMin=\"{number}\" yMin=\"2\" xMax=\"3\" yMax=\"4\">a</word>"))).Box);

    [Fact]
    public void Boxes_grow_outwards_to_hundredths_of_a_point()
    {
        var word = Assert.Single(ReadingFixture.Words(Parse("<word xMin=\"72.000000\" yMin=\"10.019000\" xMax=\"90.001000\" yMax=\"22.290000\">a</word>")));
        Assert.Equal(new Box(72, 10.01, 90.01, 22.29), word.Box);
    }

    [Theory]
    [InlineData("<doc><page width=\"1\" height=\"1\"><flow><block><line><word>cut")]
    [InlineData("<doc><word>outside</word></doc>")]
    [InlineData("<doc>&undefined;</doc>")]
    [InlineData("")]
    public void Other_output_is_refused(string output) =>
        Assert.Throws<InvalidDataException>(() => BoxLayoutParser.Parse(new MemoryStream(Encoding.UTF8.GetBytes(output)), NoGeometry));

    [Theory]
    [InlineData("Title: x\nPages:           7\nPage    1 rot:   90\nPages:           2\nPage    1 rot:   0\n", 2)]
    [InlineData("Pages: many\n", 0)]
    [InlineData("", 0)]
    [InlineData("Pages: 99999999999999\n", 0)]
    public void The_last_page_count_is_believed(string output, int pages)
    {
        var about = PdfInformationParser.Parse(new MemoryStream(Encoding.UTF8.GetBytes(output)));
        Assert.Equal((pages, 0), (about.PageCount, about.Pages.Count));
    }

    private static DocumentLayout Parse(string words) => BoxLayoutParser.Parse(new MemoryStream(Encoding.UTF8.GetBytes(Document(words))), NoGeometry);

    // As pdftotext writes it, its DTD included.
    private static string Document(string words) =>
        "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">" +
        "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title></title></head><body><doc>\n" +
        $"<page width=\"612.000000\" height=\"792.000000\"><flow><block><line>{words}</line></block></flow></page></doc></body></html>";
}
