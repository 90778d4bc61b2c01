using Pipeline.Domain.Documents;
using Pipeline.Workers.Reading.Content;
using Pipeline.Workers.Reading.Docx;
using Pipeline.Workers.Reading.Html;
using Pipeline.Workers.Reading.Isolation;
using Pipeline.Workers.Reading.Ocr;
using Pipeline.Workers.Reading.Plain;
using Pipeline.Workers.Reading.Visibility;

namespace Pipeline.Workers.Reading;

/// <summary>Reads a document of any supported format, which it tells by its bytes.</summary>
public sealed class ContractReader(ReadingOptions options, IsolationReport isolation) : IDocumentReader
{
    /// <summary>Changes with the version of any reader in it: stored layouts of another version are read again.</summary>
    public const string Version = PdfReader.Version + " " + ScannedPages.Version + " " + HiddenWords.Version + " " + DocxText.Version + " " + HtmlText.Version + " " + PlainText.Version;

    private readonly PdfReader _pdf = new(options, isolation);
    private readonly ScannedPages _scans = new(options, isolation);
    private readonly HiddenWords _hidden = new(options, isolation);
    private readonly ImageReading _images = new(options, isolation);
    private readonly ParsingRun _parsing = new(options);

    public string LayoutVersion => LayoutVersionOf(options);

    /// <summary>Without OCR the same file may have fewer words: its layout must not stand in for the other.</summary>
    public static string LayoutVersionOf(ReadingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Ocr ? Version : Version + " without ocr";
    }

    public async Task<ReadingOutcome> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            // The length first: opening a pipe would wait for its writer for ever, and pipes and devices have none.
            var length = new FileInfo(path).Length;
            if (length == 0 || length > options.MaxBytes)
            {
                return Failed(length == 0 ? DocumentFailures.Empty : DocumentFailures.TooLarge(length, options.MaxBytes));
            }

            return await ReadAsync(path, ContentTypes.Detect(path), cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Failed(DocumentFailures.Unreadable);
        }
    }

    private Task<ReadingOutcome> ReadAsync(string path, ContentType type, CancellationToken cancellationToken) => type switch
    {
        ContentType.Pdf => ReadPdfAsync(path, cancellationToken),
        ContentType.Docx or ContentType.Html or ContentType.Text => _parsing.ReadAsync(path, type, cancellationToken),
        ContentType.Png or ContentType.Jpeg or ContentType.Tiff => _images.ReadAsync(path, type, cancellationToken),
        ContentType.Mail or ContentType.Zip => Refused(DocumentFailures.NestedContainer),
        ContentType.RichText => Refused(DocumentFailures.RichText),
        ContentType.OldOffice => Refused(DocumentFailures.OldOffice),
        ContentType.EncryptedOffice => Refused(DocumentFailures.Encrypted),
        ContentType.Spreadsheet => Refused(DocumentFailures.Spreadsheet),
        ContentType.Presentation => Refused(DocumentFailures.Presentation),
        ContentType.OpenDocument => Refused(DocumentFailures.OpenDocument),
        ContentType.Unknown => Refused(DocumentFailures.UnknownFormat),
    };

    private async Task<ReadingOutcome> ReadPdfAsync(string path, CancellationToken cancellationToken)
    {
        var text = await _pdf.ReadAsync(path, cancellationToken);
        var complete = text is ReadingOutcome.Succeeded read ? await _scans.CompleteAsync(path, read, cancellationToken) : text;
        return complete is ReadingOutcome.Succeeded all ? await _hidden.MarkAsync(path, all, cancellationToken) : complete;
    }

    private static Task<ReadingOutcome> Refused(DocumentFailure failure) => Task.FromResult<ReadingOutcome>(Failed(failure));

    private static ReadingOutcome.Failed Failed(DocumentFailure failure) => new(failure, 0);
}
