using Pipeline.Domain.Layout;

namespace Pipeline.Workers.Reading.Ocr;

/// <summary>What tesseract read of one image: boxes in pixels, origin top left.</summary>
internal sealed record RecognisedPage(int Width, int Height, IReadOnlyList<Block> Blocks)
{
    public int WordCount => Blocks.Sum(block => block.Words.Count);

    /// <summary>Mean confidence of the words, 0 to 1; 0 where there is none.</summary>
    public double Confidence => Blocks.SelectMany(block => block.Words).Select(word => word.Confidence ?? 0).DefaultIfEmpty().Average();

    /// <summary>Boxes of an image that was turned clockwise, on the image before that.</summary>
    /// <param name="quarters">Quarter turns, 0 to 3.</param>
    public RecognisedPage TurnedBack(int quarters)
    {
        var (width, height) = quarters % 2 == 0 ? (Width, Height) : (Height, Width);
        return With(width, height, box => quarters switch
        {
            1 => new Box(box.Y0, height - box.X1, box.Y1, height - box.X0),
            2 => new Box(width - box.X1, height - box.Y1, width - box.X0, height - box.Y0),
            3 => new Box(width - box.Y1, box.X0, width - box.Y0, box.X1),
            _ => box,
        });
    }

    /// <summary>Boxes of an image that was straightened, on the image before that.</summary>
    public RecognisedPage SkewedBack(double degrees, int width, int height) => With(width, height, new SkewedPlane(degrees, width, height).ToSkewed);

    /// <summary>As a page of the document, boxes in its points.</summary>
    public Page ToPage(int number, double width, double height, int rotation)
    {
        var (x, y) = (width / Width, height / Height);
        // Outwards to hundredths, as layouts are stored: a box still covers its word.
        var scaled = With(Width, Height, box => new Box(
            Math.Round(Math.Floor(box.X0 * x * 100) / 100, 2),
            Math.Round(Math.Floor(box.Y0 * y * 100) / 100, 2),
            Math.Round(Math.Ceiling(box.X1 * x * 100) / 100, 2),
            Math.Round(Math.Ceiling(box.Y1 * y * 100) / 100, 2)));
        return new Page(number, width, height, rotation, PageSource.Ocr, scaled.Blocks);
    }

    private RecognisedPage With(int width, int height, Func<Box, Box> place) => new(
        width, height, [.. Blocks.Select(block => new Block([.. block.Words.Select(word => word with { Box = word.Box is { } box ? place(box) : null })]))]);
}
