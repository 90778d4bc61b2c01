using System.Buffers.Binary;
using System.IO.Compression;
using Pipeline.Formats.Content;
using Pipeline.Workers.Delivery.Pages;
using Pipeline.Workers.Reading;
using Pipeline.Workers.Reading.Ocr;
using Pipeline.Workers.Tests.Reading;
using Pipeline.Workers.Tests.Reading.Ocr;

namespace Pipeline.Workers.Tests.Delivery.Pages;

public sealed class PageDrawingTests(ReadingFixture fixture) : IClassFixture<ReadingFixture>
{
    private static readonly string Hash = new('a', 64);

    [Fact]
    public void A_png_holds_four_greys_of_each_pixel()
    {
        var png = GreyPng.Encode(new GrayMap(5, 2, [0, 85, 170, 255, 100, 255, 0, 42, 43, 130]));

        Assert.Equal((5, 2), Size(png));
        // Two pixels a half byte: 0 1 2 3 | 1, then 3 0 0 1 | 2; each row after its filter.
        Assert.Equal([0, 0b00_01_10_11, 0b01_00_00_00, 0, 0b11_00_00_01, 0b10_00_00_00], Rows(png));
    }

    [Fact]
    public async Task Neighbouring_and_single_pages_are_drawn_under_their_numbers()
    {
        var path = fixture.Write(new TestPdf { Pages = 40 });

        var drawn = await Drawing().DrawAsync(path, ContentType.Pdf, [1, 2, 3, 7, 40], CancellationToken.None);

        Assert.Equal([1, 2, 3, 7, 40], drawn.Keys.Order());
        Assert.All(drawn.Values, png => Assert.Equal((816, 1056), Size(png)));
        Assert.All(drawn.Values, png => Assert.Contains(Rows(png), b => b != byte.MaxValue));
    }

    [Fact]
    public async Task A_page_as_large_as_a_house_is_drawn_no_larger_than_others()
    {
        var path = fixture.Write(new TestPdf { Media = "0 0 14400 7200" });

        var drawn = await Drawing().DrawAsync(path, ContentType.Pdf, [1], CancellationToken.None);

        Assert.Equal((1056, 528), Size(drawn[1]));
    }

    [Fact]
    public async Task A_page_that_is_not_there_is_left_out_and_the_others_are_drawn()
    {
        var drawn = await Drawing().DrawAsync(fixture.Write(new TestPdf { Pages = 2 }), ContentType.Pdf, [1, 2, 3], CancellationToken.None);

        Assert.Equal([1, 2], drawn.Keys.Order());
    }

    [TesseractFact]
    public async Task Pages_of_images_are_drawn_as_their_files_show_them()
    {
        var scan = await Scan.PageAsync(1);
        var path = fixture.Write(Scan.Tiff(scan, scan.Turned(90)), "document.tiff");

        var drawn = await Drawing().DrawAsync(path, ContentType.Tiff, [1, 2], CancellationToken.None);

        Assert.Equal([(816, 1056), (1056, 816)], drawn.OrderBy(d => d.Key).Select(d => Size(d.Value)));
    }

    [Fact]
    public async Task Text_has_no_pages_to_draw() =>
        Assert.Empty(await Drawing().DrawAsync(fixture.Write("words"u8.ToArray()), ContentType.Text, [1], CancellationToken.None));

    [Fact]
    public async Task What_was_drawn_is_found_again_and_what_cannot_be_is_not_tried_again()
    {
        var store = new PageStore(Path.Combine(fixture.Folder, Guid.CreateVersion7().ToString()));
        Assert.Empty(store.Find(Hash, [1, 9], out var missing));
        Assert.Equal([1, 9], missing);

        await store.DrawAsync(Drawing(), Hash, fixture.Write(new TestPdf()), missing, CancellationToken.None);

        var page = Assert.Single(store.Find(Hash, [1, 9], out missing));
        Assert.Empty(missing);
        Assert.Equal((1, new FileInfo(page.File).Length), (page.Number, page.Bytes));
        Assert.Throws<ArgumentException>(() => store.Find("../../etc", [1], out _));
    }

    [Theory]
    [InlineData("1", "1-1")]
    [InlineData("1 2 3 7 8 20", "1-3 7-8 20-20")]
    public void Neighbours_share_a_child(string pages, string ranges) =>
        Assert.Equal(ranges, string.Join(' ', PageDrawing.Ranges([.. pages.Split(' ').Select(int.Parse)]).Select(r => $"{r.First}-{r.Last}")));

    private PageDrawing Drawing() => new(new ReadingOptions(), fixture.Isolation);

    private static (int Width, int Height) Size(byte[] png) => (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));

    private static byte[] Rows(byte[] png)
    {
        const int data = 8 + 25;
        var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(data));
        using var zip = new ZLibStream(new MemoryStream(png, data + 8, length), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zip.CopyTo(rows);
        return rows.ToArray();
    }
}
