using Pipeline.Domain.Documents;
using Pipeline.Domain.Layout;
using Pipeline.Workers.Reading.Isolation;

namespace Pipeline.Workers.Reading.Ocr;

/// <summary>Reads those pages of a PDF that are pictures, and leaves the others as they are: poppler draws a page, tesseract reads it, each in a child of its own.</summary>
internal sealed class ScannedPages(ReadingOptions options, IsolationReport isolation)
{
    /// <summary>Raise it when the same file may give another layout.</summary>
    public const string Version = "ocr@1";

    /// <summary>Below 70 dpi tesseract reads nothing.</summary>
    private const int LeastDpi = 70;

    private const double PointsPerInch = 72;

    /// <summary>Room for the header, and for rounding up to whole pixels at both edges of a long page.</summary>
    private const long HeaderBytes = 1L << 20;

    /// <summary>Upright pages have a mean of 0.9, noisy ones 0.7; letters read from the side 0.3.</summary>
    private const double Doubtful = 0.5;

    private readonly LimitedProcess _process = new(isolation);
    private readonly Tesseract _tesseract = new(options, isolation);
    private readonly PagePictures _pictures = new(options, isolation);

    /// <param name="text">The document as its text layer gives it.</param>
    public async Task<ReadingOutcome> CompleteAsync(string path, ReadingOutcome.Succeeded text, CancellationToken cancellationToken)
    {
        var pages = text.Layout.Pages;
        if (!options.Ocr || !Tesseract.Installed)
        {
            return pages.Any(page => page.Blocks.Count > 0) ? text
                : new ReadingOutcome.Failed(options.Ocr ? DocumentFailures.NoTextWithoutOcr : DocumentFailures.NoTextOcrOff, text.CpuSeconds);
        }

        var (scans, cpu) = await _pictures.FindAsync(path, pages, cancellationToken);
        cpu += text.CpuSeconds;
        if (scans.Count > options.MaxOcrPages)
        {
            return new ReadingOutcome.Failed(DocumentFailures.TooManyScannedPages(scans.Count, options.MaxOcrPages), cpu);
        }

        var folder = Directory.CreateTempSubdirectory("pipeline-ocr-");
        try
        {
            var complete = pages.ToArray();
            foreach (var index in scans)
            {
                var step = await ReadAsync(path, pages[index], folder.FullName, cancellationToken);
                cpu += step.CpuSeconds;
                if (step.Failure is { } failure)
                {
                    return new ReadingOutcome.Failed(failure, cpu);
                }

                complete[index] = PageText.Better(pages[index], step.Output!);
            }

            return complete.Any(page => page.Blocks.Count > 0)
                ? new ReadingOutcome.Succeeded(new DocumentLayout(complete), cpu)
                : new ReadingOutcome.Failed(DocumentFailures.NoText, cpu);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<OcrStep<Page>> ReadAsync(string path, Page page, string folder, CancellationToken cancellationToken)
    {
        var area = page.Width * page.Height;
        var dpi = (int)Math.Min(options.OcrDpi, Math.Sqrt(options.MaxOcrPixels / Math.Max(area, 1)) * PointsPerInch);
        if (dpi < LeastDpi)
        {
            return new OcrStep<Page>(null, DocumentFailures.TooManyPixels((long)(area * LeastDpi * LeastDpi / (PointsPerInch * PointsPerInch)), options.MaxOcrPixels), 0);
        }

        var drawn = await DrawAsync(path, page.Number, dpi, cancellationToken);
        if (drawn.Output is not { } image)
        {
            return new OcrStep<Page>(null, drawn.Failure, drawn.CpuSeconds);
        }

        var read = await RecogniseAsync(image, dpi, Path.Combine(folder, "page.pgm"), cancellationToken);
        return new OcrStep<Page>(read.Output?.ToPage(page.Number, page.Width, page.Height, page.Rotation), read.Failure, drawn.CpuSeconds + read.CpuSeconds);
    }

    private async Task<OcrStep<GrayMap>> DrawAsync(string path, int page, int dpi, CancellationToken cancellationToken)
    {
        var most = options.MaxOcrPixels + HeaderBytes;
        var run = await _process.RunAsync(
            GrayMap.Drawing(path, page, page, ("-r", dpi)),
            options.OcrLimits(most),
            output => GrayMap.Read(output, most),
            cancellationToken);
        return OcrStep<GrayMap>.Of(run, options, most);
    }

    /// <summary>Straightened, and as the page lies; where that gives little sense, turned to each side, and the best of them.</summary>
    private async Task<OcrStep<RecognisedPage>> RecogniseAsync(GrayMap image, int dpi, string file, CancellationToken cancellationToken)
    {
        var (skew, width, height) = (Skew.Find(image), image.Width, image.Height);
        image = skew == 0 ? image : image.Straightened(skew);
        await image.WriteAsync(file, cancellationToken);
        var best = await _tesseract.ReadAsync(file, null, dpi, cancellationToken);
        for (var quarters = 1; quarters < 4 && best.Output is { WordCount: > 0, Confidence: < Doubtful }; quarters++)
        {
            image = image.Turned();
            await image.WriteAsync(file, cancellationToken);
            var turned = await _tesseract.ReadAsync(file, null, dpi, cancellationToken);
            var better = turned.Output is { } page && page.Confidence * page.WordCount > best.Output.Confidence * best.Output.WordCount;
            best = (better ? turned with { Output = turned.Output!.TurnedBack(quarters) } : best) with { CpuSeconds = best.CpuSeconds + turned.CpuSeconds };
        }

        return skew == 0 || best.Output is not { } straight ? best : best with { Output = straight.SkewedBack(skew, width, height) };
    }
}
