using Pipeline.Formats.Content;
using Pipeline.Workers.Reading;
using Pipeline.Workers.Reading.Isolation;
using Pipeline.Workers.Reading.Ocr;

namespace Pipeline.Workers.Delivery.Pages;

/// <summary>Lays an image on a PDF page, so that poppler draws it as it draws all others: tesseract, which reads every kind of image that documents come in, writes such PDFs.</summary>
internal sealed class ImageSheet(ReadingOptions options, IsolationReport isolation)
{
    // Page segmentation 13 takes the image for one line of text: the quickest way to the sheet, a second for a page.
    private static readonly string[] Arguments = ["-", "-", "-l", "eng", "--psm", "13", "-c", "tessedit_create_pdf=1"];

    /// <summary>The image as tesseract packs it again; an uncompressed one of the most pixels allowed is no larger.</summary>
    private const long SheetBytes = 128L << 20;

    /// <summary>Room for the one file that tesseract's library puts a page of a TIFF in on its way into the PDF.</summary>
    private const long ScratchBytes = 64L << 20;

    private readonly ProcessLimits _limits = options.OcrLimits(SheetBytes) with { FileSizeBytes = ScratchBytes };
    private readonly LimitedProcess _process = new(isolation);

    /// <summary>Calls <paramref name="use"/> with a PDF of one page for each page of the image that can be laid on one.</summary>
    public async Task UseAsync(string path, ContentType type, IReadOnlyList<int> numbers, Func<string, int, Task> use, CancellationToken cancellationToken)
    {
        if (!Tesseract.Installed)
        {
            return;
        }

        var folder = Directory.CreateTempSubdirectory("pipeline-sheet-");
        try
        {
            var sheet = Path.Combine(folder.FullName, "sheet.pdf");
            foreach (var number in numbers)
            {
                string[] page = type == ContentType.Tiff ? ["-c", FormattableString.Invariant($"tessedit_page_number={number - 1}")] : [];
                var run = await _process.RunAsync(new LimitedCommand(Tesseract.Program, [.. Arguments, .. page], path) { Scratch = true }, _limits, Bytes, cancellationToken);
                if (run is { End: ProcessEnd.Exited, ExitCode: 0, Output: { Length: > 0 } pdf })
                {
                    await File.WriteAllBytesAsync(sheet, pdf, cancellationToken);
                    await use(sheet, number);
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] Bytes(Stream output)
    {
        using var bytes = new MemoryStream();
        output.CopyTo(bytes);
        return bytes.ToArray();
    }
}
