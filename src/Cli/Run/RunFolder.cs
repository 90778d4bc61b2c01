namespace Pipeline.Cli.Run;

/// <summary>A folder of the run's own for the engine's socket, held by a lock that dies with the process. The path of a socket has at most 107 bytes, and a data folder or TMPDIR may lie deep.</summary>
internal sealed class RunFolder : IDisposable
{
    private const string Prefix = "pipeline-run-";
    private const string LockName = "lock";
    private const int LongestTemporary = 107 - 64;

    private readonly FileStream _lock;

    private RunFolder(string path)
    {
        FullName = path;
        _lock = Hold(path, FileMode.CreateNew);
    }

    public string FullName { get; }

    /// <summary>Makes one, and removes those that killed runs left.</summary>
    public static RunFolder Create()
    {
        var parent = Path.GetTempPath().Length <= LongestTemporary ? Path.GetTempPath() : "/tmp/";
        Sweep(parent);
        var folder = Path.Combine(parent, $"{Prefix}{Guid.CreateVersion7():n}"[..(Prefix.Length + 24)]);
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new RunFolder(folder);
    }

    public void Dispose()
    {
        Directory.Delete(FullName, recursive: true);
        _lock.Dispose();
    }

    internal static void Sweep(string parent)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent, Prefix + "*"))
        {
            try
            {
                // Checkpoint: a run that is killed between making its folder and its lock leaves an empty folder; a living one is there for a moment only.
                if (!File.Exists(Path.Combine(folder, LockName)))
                {
                    RemoveEmpty(folder);
                    continue;
                }

                // Held by a living run, this throws.
                using (Hold(folder, FileMode.Open))
                {
                    Directory.Delete(folder, recursive: true);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use, or another user's.
            }
        }
    }

    private static FileStream Hold(string folder, FileMode mode) => new(Path.Combine(folder, LockName), mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);

    private static void RemoveEmpty(string folder)
    {
        if (TimeProvider.System.GetUtcNow() - Directory.GetCreationTimeUtc(folder) > TimeSpan.FromMinutes(1))
        {
            Directory.Delete(folder);
        }
    }
}
