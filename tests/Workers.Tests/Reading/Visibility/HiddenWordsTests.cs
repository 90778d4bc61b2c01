using Pipeline.Domain.Layout;

namespace Pipeline.Workers.Tests.Reading.Visibility;

public sealed class HiddenWordsTests(ReadingFixture fixture) : IClassFixture<ReadingFixture>
{
    private const string Seen = "BT /F1 11 Tf 72 700 Td (governed by the laws of Oregon) Tj ET ";

    [Theory]
    [InlineData("1 g BT /F1 11 Tf 72 660 Td (governed by the laws of Nevada) Tj ET")]
    [InlineData("0.97 g BT /F1 11 Tf 72 660 Td (governed by the laws of Nevada) Tj ET")]
    [InlineData("BT 3 Tr /F1 11 Tf 72 660 Td (governed by the laws of Nevada) Tj ET")]
    [InlineData("BT /F1 11 Tf 72 660 Td (governed by the laws of Nevada) Tj ET 0 g 60 650 400 24 re f")]
    [InlineData("BT /F1 11 Tf 72 660 Td (governed by the laws of Nevada) Tj ET 1 g 60 650 400 24 re f")]
    [InlineData("BT /F1 0.6 Tf 72 660 Td (governed by the laws of Nevada) Tj ET")]
    [InlineData("q 0 0 10 10 re W n BT /F1 11 Tf 72 660 Td (governed by the laws of Nevada) Tj ET Q")]
    [InlineData("1 g BT /F1 11 Tf 72 660 Td (governed by the laws of Nevada) Tj ET 0 G 60 656 m 400 656 l S 60 672 m 400 672 l S")]
    public async Task Words_that_nobody_sees_are_marked_and_the_others_are_not(string hidden)
    {
        var words = await WordsAsync(new TestPdf { Content = Seen + hidden });

        Assert.Equal("governed by the laws of Oregon", Text(words, hidden: false));
        Assert.Equal("governed by the laws of Nevada", Text(words, hidden: true));
    }

    [Theory]
    [InlineData("0.75 g BT /F1 11 Tf 72 660 Td (light grey) Tj ET")]
    [InlineData("0 g 60 650 400 24 re f 1 g BT /F1 11 Tf 72 660 Td (white on black) Tj ET")]
    [InlineData("0.85 g 60 650 400 24 re f 0 g BT /F1 11 Tf 72 660 Td (black on grey) Tj ET")]
    [InlineData("BT /F1 4 Tf 72 660 Td (small print l I 1 .) Tj ET")]
    [InlineData("BT /F1 40 Tf 72 600 Td (a heading) Tj ET")]
    [InlineData("BT /F1 11 Tf 0 1 -1 0 60 300 Tm (up the margin) Tj ET")]
    [InlineData("1 0 0 rg BT /F1 9 Tf 72 660 Td (red) Tj ET 0 0 1 rg BT /F1 9 Tf 172 660 Td (blue) Tj ET")]
    [InlineData("BT /F1 11 Tf 72 660 Td (By: __________ ... \\267 - ,) Tj ET")]
    public async Task Words_that_can_be_read_are_not_marked(string content) =>
        Assert.DoesNotContain(await WordsAsync(new TestPdf { Content = Seen + content }), word => word.Hidden);

    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public async Task A_page_that_is_turned_and_cropped_is_looked_at_as_it_is_displayed(int rotation)
    {
        var words = await WordsAsync(new TestPdf { Rotation = rotation, Media = "-20 -30 612 792", Crop = "30 50 600 780", Content = Seen + "1 g BT /F1 11 Tf 300 400 Td (Nevada) Tj ET" });

        Assert.Equal("governed by the laws of Oregon", Text(words, hidden: false));
        Assert.Equal("Nevada", Text(words, hidden: true));
    }

    [Fact]
    public async Task Words_beyond_the_edge_of_the_displayed_page_are_hidden()
    {
        var words = await WordsAsync(new TestPdf { Crop = "0 100 612 792", Content = Seen + "BT /F1 11 Tf 72 40 Td (Nevada) Tj ET" });

        Assert.Equal("Nevada", Text(words, hidden: true));
    }

    [Fact]
    public async Task Every_page_is_looked_at()
    {
        var layout = await fixture.ReadAnyAsync(fixture.Write(new TestPdf { Pages = 40, Content = Seen + "1 g BT /F1 11 Tf 72 660 Td (Nevada) Tj ET" }));

        Assert.All(layout.Pages, page => Assert.Equal("Nevada", string.Join(' ', page.Blocks.SelectMany(block => block.Words).Where(word => word.Hidden).Select(word => word.Text))));
    }

    [Fact]
    public async Task A_stored_layout_remembers_which_words_are_hidden()
    {
        var layout = await fixture.ReadAnyAsync(fixture.Write(new TestPdf { Content = Seen + "1 g BT /F1 11 Tf 72 660 Td (Nevada) Tj ET" }));

        var stored = LayoutCodec.Decode(LayoutCodec.Encode(layout, "r")).Layout;

        Assert.Equal(ReadingFixture.Words(layout), ReadingFixture.Words(stored));
        Assert.Contains(ReadingFixture.Words(stored), word => word.Hidden);
    }

    [DataFact]
    public async Task Of_real_contracts_nearly_every_word_is_seen()
    {
        var (all, hidden) = (0, 0);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(DataFactAttribute.Folder, "kleister-nda", "documents"), "*.pdf").Order(StringComparer.Ordinal).Where((_, i) => i % 20 == 0))
        {
            var words = ReadingFixture.Words(await fixture.ReadAnyAsync(file)).ToList();
            (all, hidden) = (all + words.Count, hidden + words.Count(word => word.Hidden));
        }

        Assert.True(all > 10_000, $"only {all} words");
        Assert.True(hidden * 2000 < all, $"{hidden} of {all} words are hidden");
    }

    private async Task<List<Word>> WordsAsync(TestPdf pdf) => [.. ReadingFixture.Words(await fixture.ReadAnyAsync(fixture.Write(pdf)))];

    private static string Text(IEnumerable<Word> words, bool hidden) => string.Join(' ', words.Where(word => word.Hidden == hidden).Select(word => word.Text));
}
