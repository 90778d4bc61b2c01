using System.Globalization;

namespace Pipeline.Domain.Documents;

/// <summary>The closed family of failures that a document can end with.</summary>
public static class DocumentFailures
{
    public static DocumentFailure Empty { get; } =
        new("empty", "The file holds no bytes. Copy it again from its source.");

    public static DocumentFailure Unreadable { get; } =
        new("unreadable", "The file cannot be opened. Check that it exists and that this user may read it.");

    public static DocumentFailure Encrypted { get; } =
        new("encrypted", "Needs a password. Save an unprotected copy, run again.");

    public static DocumentFailure Damaged { get; } =
        new("damaged", "The file is cut off or damaged beyond repair. Get the file again from its source, or print it to a new PDF.");

    public static DocumentFailure NoText { get; } =
        new("no_text", "No page holds readable text, neither as text nor as a picture of it. If it is a scan, scan it again at 300 dpi; if not, check that the right file was sent.");

    public static DocumentFailure NoTextWithoutOcr { get; } =
        new("no_text", "No page holds text: this is a scan, and the program that reads scans is missing. Run: sudo apt-get install tesseract-ocr. Then run again with --retry-failed.");

    public static DocumentFailure NoTextOcrOff { get; } =
        new("no_text", "No page holds text: this is a scan, and reading of scans is switched off. Run again with Pipeline:Reading:Ocr on, and --retry-failed.");

    public static DocumentFailure TooManyScannedPages(int pages, int limit) =>
        new("too_many_scanned_pages", string.Create(CultureInfo.InvariantCulture, $"The file has {pages} scanned pages; the limit is {limit}. Split it, or raise Pipeline:Reading:MaxOcrPages."));

    public static DocumentFailure TooManyPixels(long pixels, long limit) =>
        new("too_many_pixels", string.Create(CultureInfo.InvariantCulture, $"A page has {pixels} pixels; the limit is {limit}. Scan it at 300 dpi, or raise Pipeline:Reading:MaxOcrPixels."));

    public static DocumentFailure OldOffice { get; } =
        new("unsupported_format", "This is a file of an old Office version (DOC, XLS or PPT). Open it and save it as DOCX or PDF, and send that.");

    public static DocumentFailure RichText { get; } =
        new("unsupported_format", "This is an RTF file. Open it in a word processor, save it as DOCX or PDF, and send that.");

    public static DocumentFailure Spreadsheet { get; } =
        new("unsupported_format", "This is a spreadsheet. If it holds a contract, print it to PDF and send that.");

    public static DocumentFailure Presentation { get; } =
        new("unsupported_format", "This is a presentation. If it holds a contract, print it to PDF and send that.");

    public static DocumentFailure OpenDocument { get; } =
        new("unsupported_format", "This is an OpenDocument file. Save it as DOCX or PDF, and send that.");

    public static DocumentFailure UnknownFormat { get; } =
        new("unsupported_format", "This is no PDF, DOCX, text, HTML page, mail, ZIP archive or PNG, JPEG or TIFF image. Convert it to PDF, or check that the right file was sent.");

    public static DocumentFailure NestedContainer { get; } =
        new("unsupported_format", "This is an archive or mail that lies too deep inside of others to be opened. Unpack it and send the files in it.");

    public static DocumentFailure NothingInside { get; } =
        new("nothing_inside", "No file in this archive or mail can be read as a document. Check that the right file was sent.");

    public static DocumentFailure TooManyEntries(long limit) =>
        new("too_many_entries", string.Create(CultureInfo.InvariantCulture, $"The archive or mail holds more than {limit} entries. Send it in parts."));

    public static DocumentFailure TooMuchUnpacked { get; } =
        new("too_much_unpacked", "The file would unpack to far more than its size allows for. If that is not an attack, unpack it and send the files in it.");

    public static DocumentFailure ReaderTimeout(TimeSpan limit) =>
        new("reader_timeout", string.Create(CultureInfo.InvariantCulture, $"Reading took longer than {limit.TotalSeconds:0} s and was stopped. Split the file, or print it to a new PDF."));

    public static DocumentFailure ReaderCrashed { get; } =
        new("reader_crashed", "The reader crashed on this file, in its own process. Print the file to a new PDF and send that.");

    public static DocumentFailure TooLarge(long bytes, long limit) =>
        new("too_large", string.Create(CultureInfo.InvariantCulture, $"The file has {bytes} bytes; the limit is {limit}. Split it, or raise Pipeline:Reading:MaxBytes."));

    public static DocumentFailure TooManyPages(int pages, int limit) =>
        new("too_many_pages", string.Create(CultureInfo.InvariantCulture, $"The file has {pages} pages; the limit is {limit}. Split it, or raise Pipeline:Reading:MaxPages."));

    public static DocumentFailure TooMuchText(long limit) =>
        new("too_much_text", string.Create(CultureInfo.InvariantCulture, $"The text of the file is larger than {limit} bytes as the reader writes it. Split it, or raise Pipeline:Reading:MaxOutputBytes."));

    public static DocumentFailure TooManyWords(int limit) =>
        new("too_much_text", string.Create(CultureInfo.InvariantCulture, $"The file has more than {limit} words. Split it, or raise Pipeline:Reading:MaxWords."));

    public static DocumentFailure EngineCrash { get; } =
        new("engine_crash", "The model process died each time it read this document alone. The other documents went on. Report the file with the model's name.");

    public static DocumentFailure EndpointRefused { get; } =
        new("endpoint_refused", "The endpoint refuses this document, or fails on it, and answers others. Its log should say why. Then run again with --retry-failed, or read this document with another model.");

    public static DocumentFailure UnknownSchema(string schema) =>
        new("unknown_schema", $"No schema {schema} is installed where documents are read. Put {schema}.v1.json into schemas/ there, or send the document with another, and replay it.");

    /// <param name="reason">What the schema asks for that the model cannot read; a sentence or two.</param>
    public static DocumentFailure UnsuitableSchema(string reason) =>
        new("unsuitable_schema", $"{reason} Then replay the document.");

    public static DocumentFailure Internal(string exceptionType) =>
        new("internal", $"An error of ours ({exceptionType}) ended this document three times. Run `pipeline run --retry-failed` after an update, or report it.");
}
