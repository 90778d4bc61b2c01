using Pipeline.Ingest.Drop.Posix;

namespace Pipeline.Ingest.Drop;

/// <summary>Looks through a watched folder for what may be taken.</summary>
internal sealed class FolderScan(WatchedFolder folder, TimeSpan settle, TimeProvider clock)
{
    /// <summary>Deeper than people sort, and short of the longest path.</summary>
    private const int MaxDepth = 32;

    /// <summary>Things that are never taken: links, pipes, sockets, devices, and folders that may not be entered.</summary>
    public int Ignored { get; private set; }

    /// <summary>Names that were no UTF-8 and were changed.</summary>
    public int Repaired { get; private set; }

    /// <summary>Files by their paths below the watched folder, markers among them. The listing is lazy.</summary>
    /// <exception cref="IOException">The watched folder itself cannot be listed.</exception>
    public IEnumerable<(string Relative, FileFacts Facts)> Files()
    {
        (Ignored, Repaired) = (0, 0);
        return FilesIn("", 0);
    }

    /// <summary>The same of one path: the file itself, or all that lie below a folder.</summary>
    public IEnumerable<(string Relative, FileFacts Facts)> FilesAt(string relative)
    {
        var parts = relative.Split('/');
        return relative is "." || WatchedFolder.IsOurs(relative) || parts.Any(DropNames.IsPassing) ? [] : At(relative, parts.Length);
    }

    private IEnumerable<(string Relative, FileFacts Facts)> At(string relative, int depth)
    {
        if (FileFacts.Of(Path.Combine(folder.Path, relative)) is not { } facts)
        {
            return [];
        }

        switch (facts.Kind)
        {
            case FileKind.File:
                return [(relative, facts)];
            case FileKind.Folder when depth < MaxDepth:
                return FilesIn(relative, depth);
            default:
                Ignored++;
                return [];
        }
    }

    private IEnumerable<(string Relative, FileFacts Facts)> FilesIn(string relative, int depth)
    {
        foreach (var name in NamesIn(relative))
        {
            var child = relative.Length == 0 ? name : relative + "/" + name;
            if (DropNames.IsPassing(name) || (relative.Length == 0 && WatchedFolder.IsOurs(name)))
            {
                continue;
            }

            foreach (var found in At(child, depth + 1))
            {
                yield return found;
            }
        }
    }

    private List<string> NamesIn(string relative)
    {
        var path = Path.Combine(folder.Path, relative);
        try
        {
            var names = Directory.EnumerateFileSystemEntries(path).Select(entry => Path.GetFileName(entry)).ToList();
            if (names.Exists(name => name.Contains('\uFFFD', StringComparison.Ordinal)) && RawNames.Repair(path, settle, clock.GetUtcNow()) is > 0 and var repaired)
            {
                Repaired += repaired;
                names = [.. Directory.EnumerateFileSystemEntries(path).Select(entry => Path.GetFileName(entry))];
            }

            return names;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && relative.Length > 0)
        {
            // Gone meanwhile, or closed to us: the next rescan looks again.
            Ignored++;
            return [];
        }
    }
}
