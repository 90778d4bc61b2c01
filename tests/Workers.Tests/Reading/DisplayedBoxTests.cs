using Pipeline.Domain.Grounding;
using Pipeline.Domain.Layout;
using Pipeline.Domain.Segmentation;

namespace Pipeline.Workers.Tests.Reading;

/// <summary>Boxes against the ink of the page as a viewer shows it.</summary>
public sealed class DisplayedBoxTests(ReadingFixture fixture) : IClassFixture<ReadingFixture>
{
    public static TheoryData<int, string, string?> Sheets()
    {
        var sheets = new TheoryData<int, string, string?>();
        foreach (var rotation in new[] { 0, 90, 180, 270, -90, 450 })
        {
            sheets.Add(rotation, "0 0 612 792", null);
            sheets.Add(rotation, "0 0 612 792", "50 300 500 780");
            sheets.Add(rotation, "-100 -50 512 742", null);
            sheets.Add(rotation, "-100 -50 512 742", "-20 250.5 444.25 739");
            sheets.Add(rotation, "0 0 612 792", "-50 -30 700 900");
        }

        return sheets;
    }

    [Theory]
    [MemberData(nameof(Sheets))]
    public async Task Boxes_cover_the_ink_of_the_displayed_page(int rotation, string media, string? crop)
    {
        var path = fixture.Write(new TestPdf { Rotation = rotation, Media = media, Crop = crop });
        var layout = await fixture.ReadAsync(path);
        var page = Assert.Single(layout.Pages);
        var image = await PageImage.RenderAsync(path, 1);
        var boxes = ReadingFixture.Words(layout).Select(word => word.Box!.Value).ToList();

        Assert.Equal((rotation + 360) % 360, page.Rotation);
        Assert.InRange(image.Width - (page.Width * 2), -1, 1);
        Assert.InRange(image.Height - (page.Height * 2), -1, 1);
        Assert.Equal(5, boxes.Count);
        Assert.All(boxes, box => Assert.True(image.CountInk(box) > 100));
        Assert.True(image.Without(boxes).CountInk() <= image.CountInk() / 100);
        Assert.All(boxes, box => Assert.InRange((box.X1 - box.X0) * (box.Y1 - box.Y0), 100, 3000));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public async Task Evidence_of_one_word_covers_its_ink_and_leaves_the_others(int rotation)
    {
        var path = fixture.Write(new TestPdf { Rotation = rotation, Content = "BT /F1 24 Tf 72 700 Td (Ohio law) Tj ET" });
        var sentence = Assert.Single(SentenceSegmenter.Segment(await fixture.ReadAsync(path)));
        var box = Assert.Single(Assert.Single(EvidenceLocator.Locate(sentence, 0, 4)).Boxes);
        var image = await PageImage.RenderAsync(path, 1);
        var inside = image.CountInk(new Box(box[0], box[1], box[2], box[3]));
        Assert.InRange(inside, image.CountInk() * 0.4, image.CountInk() * 0.8);
    }

    [Fact]
    public async Task Words_outside_of_the_displayed_page_are_kept_with_boxes_beyond_its_edges()
    {
        var path = fixture.Write(new TestPdf { Crop = "0 600 612 792" });
        var layout = await fixture.ReadAsync(path);
        Assert.Equal("Hello rotated world second line", ReadingFixture.Text(layout));
        Assert.Equal(192, layout.Pages[0].Height);
        Assert.Equal(["second", "line"], ReadingFixture.Words(layout).Where(word => word.Box!.Value.Y0 > 192).Select(word => word.Text));
    }
}
