using System.Diagnostics;
using Pipeline.Domain.Documents;
using Pipeline.Domain.Layout;

namespace Pipeline.Workers.Tests.Reading.Ocr;

[Collection(HeavyReading.Name)]
public sealed class ImageTests(ReadingFixture fixture) : IClassFixture<ReadingFixture>
{
    [TesseractFact]
    public async Task Each_page_of_a_tiff_is_a_page()
    {
        var page = await Scan.PageAsync(1);
        var layout = await fixture.ReadAnyAsync(fixture.Write(Scan.Tiff(page, page.Turned(180)), "scan.doc"));

        Assert.Equal([1, 2], layout.Pages.Select(p => p.Number));
        Assert.All(layout.Pages, p => Assert.Contains("NON-DISCLOSURE", p.Blocks.SelectMany(block => block.Words).Select(word => word.Text)));
        // The title stands at the top of the first page and at the foot of the second.
        Assert.InRange(Title(layout.Pages[0]).Y0, 0, layout.Pages[0].Height / 4);
        Assert.InRange(Title(layout.Pages[1]).Y0, layout.Pages[1].Height * 3 / 4, layout.Pages[1].Height);
    }

    [TesseractFact]
    public async Task Png_and_jpeg_are_read()
    {
        foreach (var option in (string[])["-png", "-jpeg"])
        {
            var start = new ProcessStartInfo("pdftoppm", [option, "-r", "150", "-f", "1", "-l", "1", Scan.Contract]) { RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            using var bytes = new MemoryStream();
            await process.StandardOutput.BaseStream.CopyToAsync(bytes);
            var layout = await fixture.ReadAnyAsync(fixture.Write(bytes.ToArray()));

            Assert.Equal((612, 792, PageSource.Ocr), (layout.Pages[0].Width, layout.Pages[0].Height, layout.Pages[0].Source));
            Assert.Contains("Washington", ReadingFixture.Text(layout), StringComparison.Ordinal);
        }
    }

    [TesseractFact]
    public async Task An_image_of_more_pixels_than_allowed_is_refused_by_its_header()
    {
        // Width and height of 100,000, and no pixel.
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, 0, 1, 0x86, 0xA0, 0, 1, 0x86, 0xA0, 8, 0, 0, 0, 0];

        Assert.Equal("too_many_pixels", (await fixture.FailAnyAsync(fixture.Write(png))).Code);
    }

    [TesseractFact]
    public async Task Damaged_images_end_as_damaged()
    {
        var tiff = Scan.Tiff(new Scan(100, 100, new byte[10_000]));
        // The link to the next directory leads back to the first.
        var first = BitConverter.ToUInt32(tiff, 4);
        BitConverter.GetBytes(first).CopyTo(tiff, tiff.Length - 4);

        Assert.Equal(DocumentFailures.Damaged, await fixture.FailAnyAsync(fixture.Write(tiff)));
        Assert.Equal(DocumentFailures.Damaged, await fixture.FailAnyAsync(fixture.Write([0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 1, 2, 3])));
        Assert.Equal(DocumentFailures.Damaged, await fixture.FailAnyAsync(fixture.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 1, 0, 0, 0, 1, 0, 8, 0, 0, 0, 0, 1, 2, 3, 4])));
    }

    private static Box Title(Page page) => page.Blocks.SelectMany(block => block.Words).First(word => word.Text == "NON-DISCLOSURE").Box!.Value;
}
