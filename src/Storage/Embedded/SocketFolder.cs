using System.Security.Cryptography;
using System.Text;
using Pipeline.Storage.Posix;

namespace Pipeline.Storage.Embedded;

/// <summary>The folder of the server's Unix socket: owned by the server's user and closed to everybody else, which is checked, not assumed.</summary>
internal static class SocketFolder
{
    public const int Port = 5432;

    // sun_path holds 108 bytes with its end (unix(7)); the socket's name is ".s.PGSQL.5432".
    private const int LongestFolder = 107 - 14;

    public static string Ensure(ServerFolders folders, ServerAccount account)
    {
        var folder = Choose(folders.Socket);
        if (FileStatus.Of(folder) is not { User: var owner } || owner == NativeMethods.EffectiveUser())
        {
            // No mode of a moment's width: made closed, then given away. In /tmp the sticky bit keeps others from replacing it.
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            account.Own(folder);
        }

        Check(folder, account.User);
        RemoveLeftovers(folder);
        return folder;
    }

    /// <summary>A folder in /run or /tmp must not stay for ever; a killed server's, which is not empty, waits for the next start.</summary>
    public static void RemoveIfEmpty(string folder)
    {
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    // No server of ours is alive here. The lock of a killed one would stop the next if its process number is in use again, or is a zombie's.
    private static void RemoveLeftovers(string folder)
    {
        var socket = Path.Combine(folder, ".s.PGSQL.5432");
        File.Delete(socket);
        File.Delete(socket + ".lock");
    }

    /// <exception cref="EmbeddedPostgresException">Somebody else could be listening there, or could connect.</exception>
    public static void Check(string folder, uint owner)
    {
        if (FileStatus.Of(folder) is not { IsFolder: true, IsPrivate: true } status || status.User != owner)
        {
            throw new EmbeddedPostgresException($"The socket folder {folder} is not a folder that only the database's user may enter. Remove it and start again.");
        }
    }

    /// <summary>Beside the data where the path is short enough for a socket, and for a connection string (a comma separates hosts there).</summary>
    public static string Choose(string beside)
    {
        if (Encoding.UTF8.GetByteCount(beside) <= LongestFolder && !beside.AsSpan().ContainsAny(',', ':'))
        {
            return beside;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(beside)))[..16];
        return Environment.IsPrivilegedProcess && Directory.Exists("/run") ? $"/run/pipeline-{hash}" : $"/tmp/pipeline-{hash}";
    }
}
