using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pipeline.Ingest.Drop.Posix;

/// <summary>An open folder, and names in it. Below the root no link is followed: who may write into a watched folder could else have us move or read files that are not theirs.</summary>
internal sealed class FolderHandle : IDisposable
{
    private const int FolderMode = 0x1F8; // 0770: senders and we are of one group.
    private const int FileMode = 0x1B0; // 0660

    private readonly SafeFileHandle _handle;

    private FolderHandle(SafeFileHandle handle) => _handle = handle;

    public FileFacts Facts => FileFacts.Of(_handle);

    /// <exception cref="PosixException">It is not there, or may not be entered.</exception>
    public static FolderHandle Open(string path)
    {
        var handle = NativeMethods.OpenAt(NativeMethods.CurrentFolder, path, NativeMethods.OpenReadOnly | NativeMethods.OpenFolder | NativeMethods.OpenCloseOnExec, 0);
        return Checked(handle, "opening a folder");
    }

    /// <summary>The folder below this one by its path; null where a part of it is missing, a link, or no folder.</summary>
    public FolderHandle? Find(IEnumerable<string> parts) => Walk(parts, create: false);

    /// <summary>The same, made where it is missing.</summary>
    /// <returns>Null where a part of it is a link or no folder.</returns>
    /// <exception cref="PosixException">It cannot be made.</exception>
    public FolderHandle? Ensure(IEnumerable<string> parts) => Walk(parts, create: true);

    public FileFacts? Look(string name) => FileFacts.Of(_handle, name);

    public FileFacts? Look(ReadOnlySpan<byte> name) => FileFacts.Of(_handle, name);

    /// <summary>For reading; never blocks, also not on a pipe.</summary>
    /// <exception cref="PosixException">Not there, a link, or may not be read.</exception>
    public SafeFileHandle OpenFile(string name)
    {
        var handle = NativeMethods.OpenAt(_handle, name, NativeMethods.OpenReadOnly | NativeMethods.OpenNoFollow | NativeMethods.OpenNonBlocking | NativeMethods.OpenCloseOnExec, 0);
        return CheckedFile(handle, "opening a file");
    }

    /// <summary>For reading and writing, made where it is missing.</summary>
    public SafeFileHandle OpenOrMakeFile(string name)
    {
        var handle = NativeMethods.OpenAt(_handle, name, NativeMethods.OpenReadWrite | NativeMethods.OpenCreate | NativeMethods.OpenNoFollow | NativeMethods.OpenCloseOnExec, FileMode);
        return CheckedFile(handle, "making a file");
    }

    /// <summary>Puts a small text file in place as a whole, over one of that name.</summary>
    public void WriteFile(string name, string aside, string text)
    {
        Delete(aside);
        using (var handle = CheckedFile(
            NativeMethods.OpenAt(_handle, aside, NativeMethods.OpenReadWrite | NativeMethods.OpenCreate | NativeMethods.OpenExclusive | NativeMethods.OpenNoFollow | NativeMethods.OpenCloseOnExec, FileMode),
            "making a file"))
        {
            RandomAccess.Write(handle, Encoding.UTF8.GetBytes(text), 0);
            RandomAccess.FlushToDisk(handle);
        }

        if (NativeMethods.RenameAt(_handle, aside, _handle, name, 0) != 0)
        {
            throw PosixException.Last("naming a file");
        }
    }

    /// <summary>Moves a file or folder, never over another.</summary>
    /// <returns>0, or the error of the system.</returns>
    public int Rename(string name, FolderHandle target, string newName)
    {
        if (NativeMethods.RenameAt(_handle, name, target._handle, newName, NativeMethods.NoReplace) == 0)
        {
            return 0;
        }

        var error = Marshal.GetLastPInvokeError();
        if (error is not (PosixException.Invalid or PosixException.NotImplemented))
        {
            return error;
        }

        // A file system that cannot promise it: looked at before, which leaves a moment.
        return target.Look(newName) is not null ? PosixException.Exists
            : NativeMethods.RenameAt(_handle, name, target._handle, newName, 0) == 0 ? 0
            : Marshal.GetLastPInvokeError();
    }

    /// <param name="name">As the file system holds it, with a zero byte at its end; so the new one.</param>
    public bool Rename(ReadOnlySpan<byte> name, ReadOnlySpan<byte> newName) =>
        NativeMethods.RenameAt(_handle, name, _handle, newName, NativeMethods.NoReplace) == 0;

    /// <summary>A missing file is no error.</summary>
    public void Delete(string name)
    {
        if (NativeMethods.UnlinkAt(_handle, name, 0) != 0 && Marshal.GetLastPInvokeError() != PosixException.NotThere)
        {
            throw PosixException.Last("removing a file");
        }
    }

    /// <summary>False where it is not empty, or not there.</summary>
    public bool DeleteFolder(string name) => NativeMethods.UnlinkAt(_handle, name, NativeMethods.RemoveFolder) == 0;

    /// <summary>Makes changes of names in this folder survive a power cut.</summary>
    public void Sync()
    {
        if (NativeMethods.FSync(_handle) != 0)
        {
            throw PosixException.Last("syncing a folder");
        }
    }

    public void Dispose() => _handle.Dispose();

#pragma warning disable CA2000 // Each handle is ended by the step below it, and the last one is the caller's; the analyzer does not follow them through the loop.
    private FolderHandle? Walk(IEnumerable<string> parts, bool create)
    {
        var at = new FolderHandle(Duplicate());
        foreach (var part in parts)
        {
            using var above = at;
            if (create && NativeMethods.MakeFolderAt(above._handle, part, FolderMode) != 0 && Marshal.GetLastPInvokeError() != PosixException.Exists)
            {
                throw PosixException.Last("making a folder");
            }

            var handle = NativeMethods.OpenAt(above._handle, part, NativeMethods.OpenReadOnly | NativeMethods.OpenFolder | NativeMethods.OpenNoFollow | NativeMethods.OpenCloseOnExec, 0);
            if (handle.IsInvalid && Marshal.GetLastPInvokeError() is PosixException.NotThere or PosixException.NotAFolder or PosixException.ALink)
            {
                handle.Dispose();
                return null;
            }

            at = Checked(handle, "opening a folder");
        }

        return at;
    }
#pragma warning restore CA2000

    private SafeFileHandle Duplicate() =>
        CheckedFile(NativeMethods.OpenAt(_handle, ".", NativeMethods.OpenReadOnly | NativeMethods.OpenFolder | NativeMethods.OpenCloseOnExec, 0), "opening a folder");

    private static FolderHandle Checked(SafeFileHandle handle, string doing) => new(CheckedFile(handle, doing));

    private static SafeFileHandle CheckedFile(SafeFileHandle handle, string doing)
    {
        if (!handle.IsInvalid)
        {
            return handle;
        }

        var failure = PosixException.Last(doing);
        handle.Dispose();
        throw failure;
    }
}
