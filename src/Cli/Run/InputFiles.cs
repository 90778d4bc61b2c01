using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Run;

/// <summary>Finds the files that the paths of a command mean.</summary>
internal static class InputFiles
{
    /// <summary>A file stands for itself, whatever it holds; a folder for the PDF files below it, by name or by their first bytes, hidden ones aside.</summary>
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
            if (IsPdf(file))
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

    private static bool IsPdf(string path)
    {
        if (path.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        try
        {
            // A pipe would block; only files have a length.
            if (new FileInfo(path).Length < 5)
            {
                return false;
            }

            using var stream = File.OpenRead(path);
            Span<byte> head = stackalloc byte[5];
            return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.SequenceEqual("%PDF-"u8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is not called a PDF and cannot be looked at: not ours to report.
            return false;
        }
    }
}
