using System.Globalization;

namespace Pipeline.Domain.Documents;

/// <summary>The closed family of failures that a document can end with.</summary>
public static class DocumentFailures
{
    public static DocumentFailure Empty { get; } =
        new("empty", "The file holds no bytes. Copy it again from its source.");

    public static DocumentFailure Unreadable { get; } =
        new("unreadable", "The file cannot be opened. Check that it exists and that this user may read it.");

    public static DocumentFailure NotAPdf { get; } =
        new("not_a_pdf", "The file does not start as a PDF does. Convert it to PDF, or check that the right file was sent.");

    public static DocumentFailure Encrypted { get; } =
        new("encrypted", "The PDF asks for a password. Save a copy without a password and send that.");

    public static DocumentFailure Damaged { get; } =
        new("damaged", "The PDF is cut off or damaged beyond repair. Get the file again from its source, or print it to a new PDF.");

    public static DocumentFailure NoText { get; } =
        new("no_text", "No page holds readable text: this looks like a scan. Run it through OCR first and send the searchable PDF.");

    public static DocumentFailure ReaderTimeout(TimeSpan limit) =>
        new("reader_timeout", string.Create(CultureInfo.InvariantCulture, $"Reading took longer than {limit.TotalSeconds:0} s and was stopped. Split the file, or print it to a new PDF."));

    public static DocumentFailure ReaderCrashed { get; } =
        new("reader_crashed", "The PDF reader crashed on this file, in its own process. Print the file to a new PDF and send that.");

    public static DocumentFailure TooLarge(long bytes, long limit) =>
        new("too_large", string.Create(CultureInfo.InvariantCulture, $"The file has {bytes} bytes; the limit is {limit}. Split it, or raise Pipeline:Reading:MaxBytes."));

    public static DocumentFailure TooManyPages(int pages, int limit) =>
        new("too_many_pages", string.Create(CultureInfo.InvariantCulture, $"The file has {pages} pages; the limit is {limit}. Split it, or raise Pipeline:Reading:MaxPages."));

    public static DocumentFailure TooMuchText(long limit) =>
        new("too_much_text", string.Create(CultureInfo.InvariantCulture, $"The text of the file is larger than {limit} bytes as the reader writes it. Split it, or raise Pipeline:Reading:MaxOutputBytes."));

    public static DocumentFailure EngineCrash { get; } =
        new("engine_crash", "The model process died each time it read this document alone. The other documents went on. Report the file with the model's name.");

    public static DocumentFailure Internal(string exceptionType) =>
        new("internal", $"An error of ours ({exceptionType}) ended this document three times. Run `pipeline run --retry-failed` after an update, or report it.");
}
