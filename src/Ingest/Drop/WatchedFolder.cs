using Pipeline.Ingest.Drop.Posix;

namespace Pipeline.Ingest.Drop;

/// <summary>A watched folder that is there, with the folders that we keep in it.</summary>
internal sealed class WatchedFolder : IDisposable
{
    public const string Processing = "processing";

    private static readonly string[] Ours = [Processing, NameOf(ArrivalEnd.Done), NameOf(ArrivalEnd.Duplicates), NameOf(ArrivalEnd.Failed)];

    private WatchedFolder(string path, FolderHandle root)
    {
        Path = path;
        Root = root;
    }

    /// <summary>Absolute, without a slash at its end.</summary>
    public string Path { get; }

    public FolderHandle Root { get; }

    public static string NameOf(ArrivalEnd end) => end switch
    {
        ArrivalEnd.Done => "done",
        ArrivalEnd.Duplicates => "duplicates",
        ArrivalEnd.Failed => "failed",
    };

    /// <summary>In one of the folders that we keep there: never looked at for new files.</summary>
    public static bool IsOurs(string relative)
    {
        var slash = relative.IndexOf('/', StringComparison.Ordinal);
        return Ours.Contains(slash < 0 ? relative : relative[..slash], StringComparer.Ordinal);
    }

    /// <exception cref="PosixException">It is not there, or cannot be written.</exception>
    public static WatchedFolder Open(string path)
    {
        var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        var root = FolderHandle.Open(full);
        try
        {
            foreach (var name in Ours)
            {
                using var ours = root.Ensure([name]) ?? throw new PosixException(PosixException.NotAFolder, "making a folder");
            }

            return new WatchedFolder(full, root);
        }
        catch
        {
            root.Dispose();
            throw;
        }
    }

    /// <summary>False once another folder lies at its path, or none: a mount that went away, or came back.</summary>
    public bool IsStillThere() => FileFacts.Of(Path) is { } now && (now.Kind == FileKind.Link || now.IsSameFileAs(Root.Facts)) && Directory.Exists(Path);

    public void Dispose() => Root.Dispose();
}
