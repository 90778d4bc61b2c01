using Pipeline.Domain.Layout;

namespace Pipeline.Workers.Reading.Ocr;

/// <summary>Whether a page's text layer can be what the page shows.</summary>
internal static class PageText
{
    /// <summary>Courts and archives stamp a line of up to 15 words on scans.</summary>
    private const int FewWords = 20;

    /// <summary>How many times more words OCR must find on a page that has some: else its text layer, which has no misreadings, is all there is.</summary>
    private const int ManyMore = 3;

    private const double MostlyUnknown = 0.3;

    /// <summary>Nothing to read, or letters without a meaning (a font without a map to Unicode).</summary>
    public static bool IsUnusable(Page page) => page.Blocks.Count == 0 || IsGarbled(page);

    public static bool IsSparse(Page page) => Count(page) < FewWords;

    /// <summary>The page of the two that shows more.</summary>
    public static Page Better(Page text, Page read)
    {
        var (words, found) = (Count(text), Count(read));
        return found > 0 && (IsUnusable(text) ? found * ManyMore >= words : found >= words * ManyMore) ? read : text;
    }

    private static int Count(Page page) => page.Blocks.Sum(block => block.Words.Count);

    private static bool IsGarbled(Page page)
    {
        var (unknown, all) = (0, 0);
        foreach (var letter in page.Blocks.SelectMany(block => block.Words).SelectMany(word => word.Text))
        {
            all++;
            unknown += letter is '\uFFFD' or (>= '\uE000' and <= '\uF8FF') ? 1 : 0;
        }

        return unknown > all * MostlyUnknown;
    }
}
