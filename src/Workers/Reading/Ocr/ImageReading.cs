using Pipeline.Domain.Documents;
using Pipeline.Domain.Layout;
using Pipeline.Formats;
using Pipeline.Formats.Content;
using Pipeline.Workers.Reading.Isolation;

namespace Pipeline.Workers.Reading.Ocr;

/// <summary>Reads PNG, JPEG and TIFF images with tesseract, page by page. Their size is taken from the header before anything is decoded.
/// An image's long side stands for 11 inches: pages of images have no size in points that could be relied upon.</summary>
internal sealed class ImageReading(ReadingOptions options, IsolationReport isolation)
{
    private const double LongSide = 792;
    private const double PointsPerInch = 72;
    private const int LeastDpi = 70;
    private const int MostDpi = 600;

    /// <summary>A letter has some ten; below that there is nothing to read, and tesseract refuses.</summary>
    private const int LeastPixels = 16;

    private readonly Tesseract _tesseract = new(options, isolation);

    public async Task<ReadingOutcome> ReadAsync(string path, ContentType type, CancellationToken cancellationToken)
    {
        if (!options.Ocr || !Tesseract.Installed)
        {
            return new ReadingOutcome.Failed(options.Ocr ? DocumentFailures.NoTextWithoutOcr : DocumentFailures.NoTextOcrOff, 0);
        }

        try
        {
            var sizes = ImageHeaders.Read(path, type, options.MaxOcrPages);
            return (Refusal(sizes) is { } failure) ? new ReadingOutcome.Failed(failure, 0) : await ReadAsync(path, type, sizes, cancellationToken);
        }
        catch (ReadingRefusedException refused)
        {
            return new ReadingOutcome.Failed(refused.Failure, 0);
        }
    }

    private DocumentFailure? Refusal(IReadOnlyList<ImageSize> sizes) =>
        sizes.FirstOrDefault(size => size.Pixels > options.MaxOcrPixels) is { Pixels: > 0 } large ? DocumentFailures.TooManyPixels(large.Pixels, options.MaxOcrPixels)
            : sizes.Count > options.MaxOcrPages ? DocumentFailures.TooManyScannedPages(sizes.Count, options.MaxOcrPages)
            : null;

    private async Task<ReadingOutcome> ReadAsync(string path, ContentType type, IReadOnlyList<ImageSize> sizes, CancellationToken cancellationToken)
    {
        var (pages, cpu) = (new List<Page>(), 0.0);
        for (var i = 0; i < sizes.Count; i++)
        {
            var size = sizes[i];
            var perPixel = LongSide / Math.Max(size.Width, size.Height);
            var (width, height) = (Math.Round(size.Width * perPixel, 2), Math.Round(size.Height * perPixel, 2));
            if (Math.Min(size.Width, size.Height) < LeastPixels)
            {
                pages.Add(new Page(i + 1, width, height, 0, PageSource.Ocr, []));
                continue;
            }

            var dpi = (int)Math.Clamp(PointsPerInch / perPixel, LeastDpi, MostDpi);
            var step = await _tesseract.ReadAsync(path, type == ContentType.Tiff ? i : null, dpi, cancellationToken);
            cpu += step.CpuSeconds;
            if (step.Output is not { } read)
            {
                return new ReadingOutcome.Failed(step.Failure!, cpu);
            }

            pages.Add(read.Width > 0 && read.Height > 0 ? read.ToPage(i + 1, width, height, 0) : new Page(i + 1, width, height, 0, PageSource.Ocr, []));
        }

        return pages.Any(page => page.Blocks.Count > 0)
            ? new ReadingOutcome.Succeeded(new DocumentLayout(pages), cpu)
            : new ReadingOutcome.Failed(DocumentFailures.NoText, cpu);
    }
}
