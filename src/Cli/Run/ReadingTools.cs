using Pipeline.Cli.Setup;
using Pipeline.Formats.Content;

namespace Pipeline.Cli.Run;

/// <summary>Finds out before the work whether the programs are there without which documents cannot be read.</summary>
internal static class ReadingTools
{
    private static readonly string[] ForPdf = ["pdftotext", "pdfinfo"];

    /// <param name="files">Documents to be read.</param>
    /// <param name="find">The path of a program, or null.</param>
    /// <exception cref="OperatorException">One is missing, and a document needs it.</exception>
    public static void Require(IEnumerable<string> files, Func<string, string?> find)
    {
        if (Array.Find(ForPdf, program => find(program) is null) is { } missing && files.Any(IsPdf))
        {
            throw new OperatorException($"Cannot read PDFs: {missing} is missing. Run: sudo apt-get install poppler-utils. Nothing was read.");
        }
    }

    private static bool IsPdf(string file) => File.Exists(file) && ContentTypes.Detect(file) == ContentType.Pdf;
}
