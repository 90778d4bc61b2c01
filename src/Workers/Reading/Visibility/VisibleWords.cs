using Pipeline.Domain.Layout;
using Pipeline.Workers.Reading.Ocr;

namespace Pipeline.Workers.Reading.Visibility;

/// <summary>Looks for each word of a page in a drawing of that page.</summary>
internal static class VisibleWords
{
    /// <summary>Of 255 shades. Grey letters that can be read on paper differ by fifty; at fewer than this nobody sees any.</summary>
    private const int LeastContrast = 20;

    /// <summary>Points. The smallest print that anybody reads has four.</summary>
    private const double LeastHeight = 1.5;

    /// <summary>Share of a word's height at its top and at its bottom that is not looked at: rules of tables and underlines run there.</summary>
    private const double Edge = 0.2;

    /// <summary>Pixels. In narrower boxes a single stem may lie on the edge.</summary>
    private const int Narrow = 4;

    /// <param name="image">The page as displayed; null where it could not be drawn, and then no word of it is seen.</param>
    public static Page Mark(Page page, GrayMap? image) => page with { Blocks = [.. page.Blocks.Select(block => Mark(block, page, image))] };

    private static Block Mark(Block block, Page page, GrayMap? image) =>
        block.Words.Any(word => IsHidden(word, page, image))
            ? new Block([.. block.Words.Select(word => IsHidden(word, page, image) ? word with { Hidden = true } : word)])
            : block;

    // Marks have ink where the middle of their box has none, and say nothing that a field would hold.
    private static bool IsHidden(Word word, Page page, GrayMap? image) =>
        word.Box is { } box && word.Text.Any(char.IsLetterOrDigit) && (image is null || !IsSeen(box, word.Text.Length, page, image));

    private static bool IsSeen(Box box, int letters, Page page, GrayMap image)
    {
        var (width, height) = (box.X1 - box.X0, box.Y1 - box.Y0);
        // Type that runs up or down the page has its height across.
        var sideways = letters > 1 && height > 2 * width;
        if ((sideways ? width : height) < LeastHeight)
        {
            return false;
        }

        var (across, down) = (image.Width / page.Width, image.Height / page.Height);
        var (edgeX, edgeY) = sideways ? (width * Edge, 0.0) : (0.0, height * Edge);
        var (left, right) = Pixels((box.X0 + edgeX) * across, (box.X1 - edgeX) * across, image.Width);
        var (top, bottom) = Pixels((box.Y0 + edgeY) * down, (box.Y1 - edgeY) * down, image.Height);
        var (least, most) = (byte.MaxValue, byte.MinValue);
        for (var y = top; y < bottom; y++)
        {
            foreach (var shade in image.Pixels.AsSpan((y * image.Width) + left, Math.Max(0, right - left)))
            {
                least = Math.Min(least, shade);
                most = Math.Max(most, shade);
            }
        }

        return most - least >= LeastContrast;
    }

    /// <summary>Whole pixels inside, so that a neighbour's ink does not count; of a narrow box, all that it touches.</summary>
    private static (int From, int To) Pixels(double from, double to, int limit)
    {
        var (start, end) = to - from > Narrow ? (Math.Ceiling(from), Math.Floor(to)) : (Math.Floor(from), Math.Ceiling(to));
        return ((int)Math.Clamp(start, 0, limit), (int)Math.Clamp(end, 0, limit));
    }
}
