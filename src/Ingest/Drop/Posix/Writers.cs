using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pipeline.Ingest.Drop.Posix;

/// <summary>Asks the kernel whether somebody has a file open for writing: a read lease is given only where nobody has (fcntl(2), F_SETLEASE).
/// Works for files of this user, or with CAP_LEASE, on local file systems; elsewhere nothing is known and the settle rule stands alone.</summary>
internal static class Writers
{
    /// <param name="file">Open for reading alone.</param>
    public static bool HasOne(SafeFileHandle file)
    {
        // Should a writer come in this very moment, the kernel signals it; the signal has to be one that ends nobody.
        if (NativeMethods.FControl(file, NativeMethods.SetSignal, NativeMethods.IgnoredSignal) != 0)
        {
            return false;
        }

        if (NativeMethods.FControl(file, NativeMethods.SetLease, NativeMethods.ReadLock) != 0)
        {
            return Marshal.GetLastPInvokeError() == PosixException.TryAgain;
        }

        _ = NativeMethods.FControl(file, NativeMethods.SetLease, NativeMethods.Unlock);
        return false;
    }
}
