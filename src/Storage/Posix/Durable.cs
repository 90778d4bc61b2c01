using System.Runtime.InteropServices;

namespace Pipeline.Storage.Posix;

/// <summary>Makes changes of folders survive a power cut. A file that was synced can still lose its name: the name belongs to the folder.</summary>
public static class Durable
{
    public static void SyncFolder(string folder)
    {
        using var handle = NativeMethods.Open(folder, NativeMethods.OpenReadOnly | NativeMethods.OpenCloseOnExec, 0);
        Check(handle.IsInvalid ? -1 : NativeMethods.FSync(handle), folder);
    }

    /// <summary>Everything written to the file system of a folder: one call for a tree of many small files.</summary>
    public static void SyncFileSystem(string folder)
    {
        using var handle = NativeMethods.Open(folder, NativeMethods.OpenReadOnly | NativeMethods.OpenCloseOnExec, 0);
        Check(handle.IsInvalid ? -1 : NativeMethods.SyncFs(handle), folder);
    }

    private static void Check(int result, string folder)
    {
        if (result != 0)
        {
            throw new IOException($"{folder} cannot be synced to disk: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }
}
