using Pipeline.Cli.Setup;
using Pipeline.Workers.Reading.Content;

namespace Pipeline.Cli.Run;

/// <summary>Finds the files that the paths of a command mean.</summary>
internal static class InputFiles
{
    /// <summary>Text and HTML are also what programs are written in and keep their records in: in a folder they are taken under these names only.</summary>
    private static readonly string[] TextNames = [".txt", ".text", ".htm", ".html", ".xhtml"];

    /// <summary>Called a document: damaged or empty, it is reported rather than left alone.</summary>
    private static readonly string[] DocumentNames = [".pdf", ".docx", ".doc", ".rtf", ".odt", ".eml", ".zip", ".tif", ".tiff"];

    /// <summary>A file stands for itself, whatever it holds; a folder for the documents, mails and archives below it, by what they hold, hidden ones aside.</summary>
    /// <returns>In the order given, folders sorted, each file once; and how many other files the folders hold.</returns>
    /// <exception cref="OperatorException">A path is not there.</exception>
    public static (IReadOnlyList<InputFile> Files, int Others) Find(IReadOnlyList<string> paths)
    {
        var files = new List<InputFile>();
        var others = 0;
        foreach (var path in paths)
        {
            var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            if (Directory.Exists(full))
            {
                others += AddFolder(full, files);
            }
            else if (File.Exists(full))
            {
                files.Add(new InputFile(Path.GetFileName(full), full));
            }
            else
            {
                throw new OperatorException($"There is no file or folder {path}.");
            }
        }

        return ([.. files.DistinctBy(f => f.Path)], others);
    }

    private static int AddFolder(string folder, List<InputFile> files)
    {
        var others = 0;
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System };
        foreach (var file in Directory.EnumerateFiles(folder, "*", options).Order(StringComparer.Ordinal))
        {
            if (IsDocument(file))
            {
                files.Add(new InputFile(Path.GetRelativePath(folder, file), file));
            }
            else
            {
                others++;
            }
        }

        return others;
    }

    private static bool IsDocument(string path)
    {
        if (IsCalled(path, DocumentNames))
        {
            return true;
        }

        try
        {
            // A pipe would block; only files have a length.
            return new FileInfo(path).Length > 0 && ContentTypes.Detect(path) switch
            {
                ContentType.Pdf or ContentType.Docx or ContentType.Mail or ContentType.Zip or ContentType.Png or ContentType.Jpeg or ContentType.Tiff => true,
                // No reader for these, but contracts come in them: they end with a reason that says what to do.
                ContentType.RichText or ContentType.OldOffice or ContentType.EncryptedOffice or ContentType.OpenDocument => true,
                ContentType.Text or ContentType.Html => IsCalled(path, TextNames),
                ContentType.Spreadsheet or ContentType.Presentation or ContentType.Unknown => false,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is not called a document and cannot be looked at: not ours to report.
            return false;
        }
    }

    private static bool IsCalled(string path, string[] endings) => Array.Exists(endings, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
