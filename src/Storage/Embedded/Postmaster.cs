using System.Globalization;
using Pipeline.Storage.Posix;

namespace Pipeline.Storage.Embedded;

/// <summary>A running server process, found through the postmaster.pid of its data folder and proved by its owner and working folder:
/// after a crash the number may belong to any other process.</summary>
internal sealed record Postmaster(int ProcessId, string SocketFolder, uint User, FileStatus DataFolder)
{
    public const int FastShutdown = 2;
    public const int ImmediateShutdown = 3;
    public const int Kill = 9;

    // Larger than any process number of Linux (2^22): "no such process" for the server's own check of its lock file.
    private const string NobodysNumber = "99999999";

    public bool IsAlive => IsServer(ProcessId, User, DataFolder);

    public static Postmaster? Find(string dataFolder, uint user)
    {
        if (FileStatus.Of(dataFolder) is not { } folder || ReadPidFile(dataFolder) is not [var first, _, _, _, var socketFolder, ..]
            || !int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var process))
        {
            return null;
        }

        return IsServer(process, user, folder) ? new Postmaster(process, socketFolder, user, folder) : null;
    }

    /// <summary>The lock file of a server that is gone would stop the next one if its number is in use again (or is still a zombie's).
    /// Only the number is changed: with the rest of the file the server makes sure that no orphan of the old one still writes.</summary>
    public static void DisownPidFile(ServerFolders folders, ServerAccount account)
    {
        if (ReadPidFile(folders.Data) is not [_, _, ..] lines)
        {
            return;
        }

        var aside = Path.Combine(folders.Configuration, "postmaster.pid.partial");
        File.WriteAllLines(aside, [NobodysNumber, .. lines.Skip(1)]);
        account.Own(aside);
        File.SetUnixFileMode(aside, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(aside, PidFile(folders.Data), overwrite: true);
    }

    public void Signal(int signal) => _ = NativeMethods.Kill(ProcessId, signal);

    /// <summary>False when the time was over first.</summary>
    public async Task<bool> WaitForExitAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (IsAlive)
        {
            if (TimeProvider.System.GetElapsedTime(started) > limit)
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken);
        }

        return true;
    }

    private static string PidFile(string dataFolder) => Path.Combine(dataFolder, "postmaster.pid");

    private static string[]? ReadPidFile(string dataFolder)
    {
        try
        {
            return File.ReadAllLines(PidFile(dataFolder));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static bool IsServer(int process, uint user, FileStatus dataFolder)
    {
        var proc = $"/proc/{process.ToString(CultureInfo.InvariantCulture)}";
        return FileStatus.Of(proc)?.User == user
            && FileStatus.Of(proc + "/cwd", followLinks: true) is { } workingFolder
            && workingFolder.IsSameFileAs(dataFolder);
    }
}
