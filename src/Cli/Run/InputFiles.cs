using Pipeline.Cli.Setup;
using Pipeline.Formats.Content;

namespace Pipeline.Cli.Run;

/// <summary>Finds the files that the paths of a command mean.</summary>
internal sealed class InputFiles
{
    /// <summary>Text and HTML are also what programs are written in and keep their records in: in a folder they are taken under these names only.</summary>
    private static readonly string[] TextNames = [".txt", ".text", ".htm", ".html", ".xhtml"];

    /// <summary>Called a document: damaged or empty, it is reported rather than left alone.</summary>
    private static readonly string[] DocumentNames = [".pdf", ".docx", ".doc", ".rtf", ".odt", ".eml", ".zip", ".tif", ".tiff"];

    private readonly List<InputFile> _files = [];

    private InputFiles()
    {
    }

    /// <summary>In the order given, folders sorted, each file once.</summary>
    public IReadOnlyList<InputFile> Files { get; private set; } = [];

    /// <summary>Other files in the folders, which are left alone.</summary>
    public int Others { get; private set; }

    /// <summary>A file stands for itself, whatever it holds; a folder for the documents, mails and archives below it, by what they hold, hidden ones aside.
    /// Links to folders are not followed: they may lead in a circle. A folder that may not be entered stands as a file that cannot be read.</summary>
    /// <exception cref="OperatorException">A path is not there.</exception>
    public static InputFiles Find(IReadOnlyList<string> paths)
    {
        var found = new InputFiles();
        foreach (var path in paths)
        {
            var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            if (Directory.Exists(full))
            {
                found.AddFolder(full, full);
            }
            else if (Path.Exists(full))
            {
                found._files.Add(new InputFile(Path.GetFileName(full), full));
            }
            else
            {
                throw new OperatorException($"There is no file or folder {path}.");
            }
        }

        found.Files = Distinct(found._files);
        return found;
    }

    /// <summary>Two files of one name from different places go by their whole paths, so that results tell them apart.</summary>
    private static InputFile[] Distinct(List<InputFile> files)
    {
        var distinct = files.DistinctBy(f => f.Path).ToArray();
        var shared = distinct.CountBy(f => f.Name).Where(n => n.Value > 1).Select(n => n.Key).ToHashSet();
        return [.. distinct.Select(f => shared.Contains(f.Name) ? f with { Name = f.Path } : f)];
    }

    private void AddFolder(string folder, string root)
    {
        FileSystemInfo[] entries;
        try
        {
            entries = [.. new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(e => e.Name[0] != '.').OrderBy(e => e.FullName, StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _files.Add(new InputFile(Path.GetRelativePath(root, folder), folder));
            return;
        }

        foreach (var entry in entries)
        {
            if (entry is DirectoryInfo { LinkTarget: null })
            {
                AddFolder(entry.FullName, root);
            }
            else if (entry is FileInfo)
            {
                AddFile(entry.FullName, root);
            }
        }
    }

    private void AddFile(string path, string root)
    {
        if (IsDocument(path))
        {
            _files.Add(new InputFile(Path.GetRelativePath(root, path), path));
        }
        else
        {
            Others++;
        }
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
