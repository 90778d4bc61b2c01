using System.Runtime.InteropServices;

namespace Pipeline.Storage.Posix;

/// <summary>Owner, mode and identity of a file: what .NET does not tell.</summary>
internal readonly record struct FileStatus(uint User, uint Group, int Mode, ulong Inode, uint DeviceMajor, uint DeviceMinor)
{
    private const int TypeMask = 0xF000;
    private const int FolderType = 0x4000;

    public bool IsFolder => (Mode & TypeMask) == FolderType;

    /// <summary>Nobody but the owner (and root) may do anything here.</summary>
    public bool IsPrivate => (Mode & 0x3F) == 0;

    /// <summary>Null where nothing lies, or where this user may not look.</summary>
    public static FileStatus? Of(string path, bool followLinks = false)
    {
        var flags = followLinks ? 0 : NativeMethods.NoFollow;
        return NativeMethods.StatX(NativeMethods.CurrentFolder, path, flags, NativeMethods.BasicStats, out var found) == 0
            ? new FileStatus(found.User, found.Group, found.Mode, found.Inode, found.DeviceMajor, found.DeviceMinor)
            : null;
    }

    public bool IsSameFileAs(FileStatus other) =>
        (Inode, DeviceMajor, DeviceMinor) == (other.Inode, other.DeviceMajor, other.DeviceMinor);

    public static void ChangeOwner(string path, uint user, uint group)
    {
        if (NativeMethods.ChangeOwner(path, user, group) != 0)
        {
            throw new IOException($"{path} cannot be given to user {user}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }
}
