using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Pipeline.Storage.Posix;

namespace Pipeline.Storage.DataFolders;

/// <summary>The folder that holds everything of one installation, locked against a second owner for as long as this object lives.
/// The lock is the kernel's (flock) and dies with the process, however it dies.</summary>
public sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly SafeFileHandle _lock;

    private DataFolder(string path, SafeFileHandle @lock)
    {
        Path = path;
        _lock = @lock;
    }

    /// <summary>Absolute.</summary>
    public string Path { get; }

    /// <summary>Root of the content-addressed blobs; only the owner may enter.</summary>
    public string BlobFolder => System.IO.Path.Combine(Path, "blobs");

    internal string PostgresFolder => System.IO.Path.Combine(Path, "postgres");

    /// <summary>Where data lies unless the user says otherwise: /var/lib/pipeline for root, else the user's data home.</summary>
    public static string DefaultPath()
    {
        if (Environment.IsPrivilegedProcess)
        {
            return "/var/lib/pipeline";
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return System.IO.Path.Combine(home, "pipeline");
    }

    /// <summary>Makes the folder where it is missing, and locks it.</summary>
    /// <exception cref="DataFolderException">Another process owns it, or it cannot be made or locked.</exception>
    public static DataFolder Open(string path)
    {
        var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        if (full.Any(char.IsControl))
        {
            throw new DataFolderException("The path of the data folder holds a control character. Choose another with --data.");
        }

        try
        {
            // As root the database runs as another user, who must be able to pass through, but not to list.
            var passable = Environment.IsPrivilegedProcess ? OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : OwnerOnly;
            if (!Directory.Exists(full))
            {
                Directory.CreateDirectory(full);
                File.SetUnixFileMode(full, passable);
            }

            var taken = Lock(full);
            Directory.CreateDirectory(System.IO.Path.Combine(full, "blobs"), OwnerOnly);
            return new DataFolder(full, taken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException($"The data folder {full} cannot be used: {exception.Message} Choose another with --data.", exception);
        }
    }

    /// <summary>Process that owns a folder now; null where nobody does.</summary>
    public static int? OwnerOf(string path)
    {
        using var handle = NativeMethods.Open(System.IO.Path.Combine(path, "lock"), NativeMethods.OpenReadOnly | NativeMethods.OpenCloseOnExec, 0);
        if (handle.IsInvalid || NativeMethods.FLock(handle, NativeMethods.LockExclusive | NativeMethods.LockNonBlocking) == 0)
        {
            return null;
        }

        return ProcessIn(handle);
    }

    public void Dispose() => _lock.Dispose();

    private static SafeFileHandle Lock(string folder)
    {
        var path = System.IO.Path.Combine(folder, "lock");
        var handle = NativeMethods.Open(path, NativeMethods.OpenReadWrite | NativeMethods.OpenCreate | NativeMethods.OpenCloseOnExec, 0x180);
        if (handle.IsInvalid)
        {
            handle.Dispose();
            throw new IOException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        if (NativeMethods.FLock(handle, NativeMethods.LockExclusive | NativeMethods.LockNonBlocking) == 0)
        {
            var owner = Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            RandomAccess.SetLength(handle, 0);
            RandomAccess.Write(handle, owner, 0);
            return handle;
        }

        using (handle)
        {
            var error = Marshal.GetLastPInvokeError();
            throw error == NativeMethods.TryAgain
                ? new DataFolderException($"The data folder {folder} is in use by another pipeline{Owner(handle)}. Wait until it ends, stop it, or choose another folder with --data.")
                : new IOException($"{path} cannot be locked: {Marshal.GetPInvokeErrorMessage(error)}. A local file system is needed.");
        }
    }

    private static string Owner(SafeFileHandle handle) => ProcessIn(handle) is { } process
        ? string.Create(CultureInfo.InvariantCulture, $" (process {process})")
        : "";

    private static int? ProcessIn(SafeFileHandle handle)
    {
        var buffer = new byte[16];
        var length = RandomAccess.Read(handle, buffer, 0);
        return int.TryParse(buffer.AsSpan(0, length), CultureInfo.InvariantCulture, out var process) ? process : null;
    }
}
