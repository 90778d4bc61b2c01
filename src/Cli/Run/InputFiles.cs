using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Run;

/// <summary>Finds the files that the paths of a command mean.</summary>
internal sealed class InputFiles
{
    private readonly List<InputFile> _files = [];

    private InputFiles()
    {
    }

    /// <summary>In the order given, folders sorted, each file once.</summary>
    public IReadOnlyList<InputFile> Files { get; private set; } = [];

    /// <summary>Other files in the folders, which are left alone.</summary>
    public int Others { get; private set; }

    /// <summary>A file stands for itself, whatever it holds; a folder for the PDF files below it, by name or by their first bytes, hidden ones aside.
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
        if (IsPdf(path))
        {
            _files.Add(new InputFile(Path.GetRelativePath(root, path), path));
        }
        else
        {
            Others++;
        }
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
