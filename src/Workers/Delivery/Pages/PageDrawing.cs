using Pipeline.Formats.Content;
using Pipeline.Workers.Reading;
using Pipeline.Workers.Reading.Isolation;
using Pipeline.Workers.Reading.Ocr;

namespace Pipeline.Workers.Delivery.Pages;

/// <summary>Draws pages of PDFs, scans and images for people to look at, in limited children as reading does. Safe for concurrent use.</summary>
public sealed class PageDrawing(ReadingOptions options, IsolationReport isolation)
{
    /// <summary>Pixels of the long side: 96 dpi of a letter page. Ten-point print is readable, and no page is larger, whatever its size in points.</summary>
    internal const int LongSide = 1056;

    /// <summary>One child draws neighbouring pages, 5 ms each after the 50 ms that starting it takes; more than this might run out of its 20 CPU-seconds.</summary>
    private const int MostAtOnce = 25;

    private const long MostPixels = (LongSide + 2) * (LongSide + 2);
    private const long HeaderBytes = 64;

    private readonly LimitedProcess _process = new(isolation);
    private readonly ImageSheet _sheet = new(options, isolation);

    /// <summary>Whether pages of this type have a geometry to draw.</summary>
    public static bool Draws(ContentType type) => type is ContentType.Pdf or ContentType.Png or ContentType.Jpeg or ContentType.Tiff;

    /// <param name="numbers">Pages from 1, sorted.</param>
    /// <returns>PNGs by page; a page that cannot be drawn is left out.</returns>
    /// <exception cref="ToolUnavailableException">poppler-utils is not installed, or no limits can be set on this machine.</exception>
    public async Task<IReadOnlyDictionary<int, byte[]>> DrawAsync(string path, ContentType type, IReadOnlyList<int> numbers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        var drawn = new Dictionary<int, byte[]>();
        if (type == ContentType.Pdf)
        {
            foreach (var (first, last) in Ranges(numbers))
            {
                await DrawAsync(path, first, last, drawn, cancellationToken);
            }
        }
        else if (Draws(type))
        {
            await _sheet.UseAsync(path, type, numbers, (sheet, number) => DrawSheetAsync(sheet, number, drawn, cancellationToken), cancellationToken);
        }

        return drawn;
    }

    internal static IEnumerable<(int First, int Last)> Ranges(IReadOnlyList<int> numbers)
    {
        for (var i = 0; i < numbers.Count;)
        {
            var end = i + 1;
            while (end < numbers.Count && numbers[end] == numbers[end - 1] + 1 && end - i < MostAtOnce)
            {
                end++;
            }

            yield return (numbers[i], numbers[end - 1]);
            i = end;
        }
    }

    private async Task DrawAsync(string path, int first, int last, Dictionary<int, byte[]> drawn, CancellationToken cancellationToken)
    {
        var images = await RunAsync(path, first, last, cancellationToken);
        if (images.Count == last - first + 1)
        {
            for (var i = 0; i < images.Count; i++)
            {
                drawn[first + i] = images[i];
            }
        }
        else if (last > first)
        {
            // One of them could not be drawn, and nothing says which: each by itself.
            for (var number = first; number <= last; number++)
            {
                await DrawAsync(path, number, number, drawn, cancellationToken);
            }
        }
    }

    private async Task DrawSheetAsync(string sheet, int number, Dictionary<int, byte[]> drawn, CancellationToken cancellationToken)
    {
        if (await RunAsync(sheet, 1, 1, cancellationToken) is [var image])
        {
            drawn[number] = image;
        }
    }

    private async Task<IReadOnlyList<byte[]>> RunAsync(string path, int first, int last, CancellationToken cancellationToken)
    {
        var count = last - first + 1;
        var run = await _process.RunAsync(GrayMap.Drawing(path, first, last, ("-scale-to", LongSide)), options.LimitsFor(count * (MostPixels + HeaderBytes), options.MaxWall), output => Read(output, count), cancellationToken);
        return run is { End: ProcessEnd.Exited, ExitCode: 0, Output: { } images } ? images : [];
    }

    // Encoded while the child draws the next, so that one page is in memory at a time.
    private static List<byte[]> Read(Stream output, int count)
    {
        var images = new List<byte[]>(count);
        try
        {
            while (images.Count < count)
            {
                images.Add(GreyPng.Encode(GrayMap.Read(output, MostPixels)));
            }
        }
        catch (InvalidDataException)
        {
            // Fewer than asked for, or none: the caller counts them.
        }

        return images;
    }
}
