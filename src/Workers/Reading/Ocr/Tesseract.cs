using Pipeline.Workers.Reading.Isolation;

namespace Pipeline.Workers.Reading.Ocr;

/// <summary>Reads one image with tesseract, in a limited child of its own and on one thread.</summary>
internal sealed class Tesseract(ReadingOptions options, IsolationReport isolation)
{
    public const string Program = "tesseract";

    private const long TableBytes = 16L << 20;

    private readonly LimitedProcess _process = new(isolation);

    public static bool Installed => ProgramPath.Find(Program) is not null;

    /// <param name="page">Of a TIFF with several, from 0; null for other images.</param>
    public async Task<OcrStep<RecognisedPage>> ReadAsync(string image, int? page, int dpi, CancellationToken cancellationToken)
    {
        // Page segmentation 1 finds out whether the page lies on its side or head, and gives boxes on the image as it is.
        List<string> arguments = ["-", "-", "-l", "eng", "--psm", "1", "--dpi", FormattableString.Invariant($"{dpi}")];
        arguments.AddRange(page is { } number ? ["-c", FormattableString.Invariant($"tessedit_page_number={number}")] : []);
        arguments.Add("tsv");
        var run = await _process.RunAsync(new LimitedCommand(Program, arguments, image), options.OcrLimits(TableBytes), TesseractTable.Parse, cancellationToken);
        if (run.Errors.Contains("Failed loading language", StringComparison.Ordinal))
        {
            throw new ToolUnavailableException("tesseract has no data for English. Run: apt-get install tesseract-ocr-eng");
        }

        return OcrStep<RecognisedPage>.Of(run, options, TableBytes);
    }
}
