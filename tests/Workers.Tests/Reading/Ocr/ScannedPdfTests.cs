using Pipeline.Domain.Documents;
using Pipeline.Domain.Layout;
using Pipeline.Workers.Reading;
using Pipeline.Workers.Reading.Ocr;
using Xunit.Abstractions;

namespace Pipeline.Workers.Tests.Reading.Ocr;

[Collection(HeavyReading.Name)]
public sealed class ScannedPdfTests(ReadingFixture fixture, ITestOutputHelper log) : IClassFixture<ReadingFixture>
{
    [TesseractFact]
    public async Task A_scanned_page_gives_the_words_at_the_places_of_the_text_layer()
    {
        var layout = await fixture.ReadAnyAsync(fixture.Write(Scan.Pdf(await Scan.PageAsync(1))));

        Assert.Equal(PageSource.Ocr, Assert.Single(layout.Pages).Source);
        await AssertAlikeAsync(layout, 0.97);
        Assert.All(ReadingFixture.Words(layout), word => Assert.InRange(word.Confidence!.Value, 0, 1));
        Assert.True(ReadingFixture.Words(layout).Average(word => word.Confidence) > 0.85);
    }

    [TesseractFact]
    public async Task A_scanned_page_takes_a_small_part_of_its_time_limit()
    {
        var (one, two) = (await Scan.PageAsync(1), await Scan.PageAsync(2));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var outcome = await fixture.AnyReader().ReadAsync(fixture.Write(Scan.Pdf(one, two)), CancellationToken.None);

        log.WriteLine($"{2 / outcome.CpuSeconds * 60:0.0} pages a CPU-minute, {2 / clock.Elapsed.TotalMinutes:0.0} a minute on the clock");
        Assert.IsType<ReadingOutcome.Succeeded>(outcome);
        Assert.InRange(outcome.CpuSeconds, 0.5, new ReadingOptions().MaxOcrCpu.TotalSeconds);
    }

    [TesseractFact]
    public async Task A_skewed_scan_is_read_too()
    {
        var path = fixture.Write(Scan.Pdf((await Scan.PageAsync(1)).Turned(2.5)));
        var layout = await fixture.ReadAnyAsync(path);

        await AssertWordsAsync(layout, 0.9);
        await AssertInkAsync(path, layout);
    }

    [TesseractFact]
    public async Task A_page_scanned_on_its_side_has_its_boxes_where_the_words_are_seen()
    {
        var path = fixture.Write(Scan.Pdf((await Scan.PageAsync(1)).Turned(90)));
        var layout = await fixture.ReadAnyAsync(path);

        await AssertWordsAsync(layout, 0.95);
        await AssertInkAsync(path, layout);
    }

    [TesseractFact]
    public async Task A_page_with_a_rotation_of_its_own_is_read_as_it_is_displayed()
    {
        var path = fixture.Write(Scan.Pdf(90, "", await Scan.PageAsync(1)));
        var layout = await fixture.ReadAnyAsync(path);

        await AssertWordsAsync(layout, 0.95);
        await AssertInkAsync(path, layout);
        Assert.True(layout.Pages[0].Width > layout.Pages[0].Height);
    }

    [TesseractFact]
    public async Task A_stamp_on_a_scan_does_not_pass_for_its_text()
    {
        var layout = await fixture.ReadAnyAsync(fixture.Write(Scan.Pdf(0, "BT /F1 8 Tf 72 780 Td (Case 1:22-cv-00123 Document 4 Page 1 of 9) Tj ET", await Scan.PageAsync(1))));

        Assert.Equal(PageSource.Ocr, layout.Pages[0].Source);
        await AssertWordsAsync(layout, 0.95);
    }

    [TesseractFact]
    public async Task Pages_with_text_keep_their_text_layer()
    {
        var layout = await fixture.ReadAnyAsync(Scan.Contract);

        Assert.All(layout.Pages, page => Assert.Equal(PageSource.Text, page.Source));
    }

    [TesseractFact]
    public async Task A_blank_page_ends_as_no_text() =>
        Assert.Equal(DocumentFailures.NoText, await fixture.FailAnyAsync(fixture.Write(Scan.Pdf(new Scan(850, 1100, [.. Enumerable.Repeat((byte)255, 850 * 1100)])))));

    [TesseractFact]
    public async Task More_scanned_pages_than_allowed_are_refused_before_one_is_read()
    {
        var blank = new Scan(85, 110, new byte[85 * 110]);
        var reader = fixture.AnyReader(new ReadingOptions { MaxOcrPages = 1 });

        Assert.Equal(DocumentFailures.TooManyScannedPages(2, 1), await fixture.FailAnyAsync(fixture.Write(Scan.Pdf(blank, blank)), reader));
    }

    [Fact]
    public async Task A_scan_says_so_where_reading_of_scans_is_off()
    {
        var reader = fixture.AnyReader(new ReadingOptions { Ocr = false });

        Assert.Equal(DocumentFailures.NoTextOcrOff, await fixture.FailAnyAsync(fixture.Write(Scan.Pdf(new Scan(85, 110, new byte[85 * 110]))), reader));
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(92)]
    public async Task The_skew_of_a_page_is_found_whichever_way_it_lies(double degrees)
    {
        var scan = (await Scan.PageAsync(1)).Turned(degrees);

        Assert.InRange(Skew.Find(new GrayMap(scan.Width, scan.Height, scan.Pixels)), (degrees > 45 ? degrees - 90 : degrees) - 0.25, (degrees > 45 ? degrees - 90 : degrees) + 0.25);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_box_on_a_turned_image_is_turned_back(int quarters)
    {
        // One dark pixel at (2, 1) of 5 x 3.
        var image = new GrayMap(5, 3, [.. Enumerable.Range(0, 15).Select(i => (byte)(i == 7 ? 0 : 255))]);
        for (var i = 0; i < quarters; i++)
        {
            image = image.Turned();
        }

        var at = Array.IndexOf(image.Pixels, (byte)0);
        var (x, y) = (at % image.Width, at / image.Width);
        var page = new RecognisedPage(image.Width, image.Height, [new Block([new Word("x", new Box(x, y, x + 1, y + 1), 0)])]).TurnedBack(quarters);

        Assert.Equal((5, 3), (page.Width, page.Height));
        Assert.Equal(new Box(2, 1, 3, 2), page.Blocks[0].Words[0].Box);
    }

    private async Task<List<Word>> TextLayerAsync() =>
        [.. (await fixture.ReadAsync(Scan.Contract)).Pages[0].Blocks.SelectMany(block => block.Words)];

    /// <summary>The share of the text layer's words that were read, in any order.</summary>
    private async Task AssertWordsAsync(DocumentLayout layout, double share)
    {
        var expected = await TextLayerAsync();
        var read = ReadingFixture.Words(layout).GroupBy(word => word.Text).ToDictionary(group => group.Key, group => group.Count());
        var found = expected.GroupBy(word => word.Text).Sum(group => Math.Min(group.Count(), read.GetValueOrDefault(group.Key)));
        Assert.True(found >= expected.Count * share, $"{found} of {expected.Count} words");
    }

    /// <summary>The share of the text layer's words that were read where they stand: the middle of each box lies in the other.</summary>
    private async Task AssertAlikeAsync(DocumentLayout layout, double share)
    {
        var expected = await TextLayerAsync();
        var read = ReadingFixture.Words(layout).ToLookup(word => word.Text);
        var found = expected.Count(word => read[word.Text].Any(other => Holds(word.Box!.Value, other.Box!.Value) && Holds(other.Box!.Value, word.Box!.Value)));
        Assert.True(found >= expected.Count * share, $"{found} of {expected.Count} words in place");
    }

    private static bool Holds(Box outer, Box inner)
    {
        var (x, y) = ((inner.X0 + inner.X1) / 2, (inner.Y0 + inner.Y1) / 2);
        return x >= outer.X0 && x <= outer.X1 && y >= outer.Y0 && y <= outer.Y1;
    }

    private static async Task AssertInkAsync(string path, DocumentLayout layout)
    {
        var image = await PageImage.RenderAsync(path, 1);
        var rest = image.Without(ReadingFixture.Words(layout).Select(word => word.Box!.Value)).CountInk();
        Assert.True(rest < image.CountInk() * 0.1, $"{rest} of {image.CountInk()} outside of all boxes");
    }
}
