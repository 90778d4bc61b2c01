using Microsoft.Win32.SafeHandles;

namespace Pipeline.Ingest.Drop.Posix;

/// <summary>What a file is and how it stands. Two that are equal were not written in between, as far as the file system tells.</summary>
internal readonly record struct FileFacts(FileKind Kind, long Size, long ModifiedSeconds, uint ModifiedNanoseconds, ulong Inode, ulong Device)
{
    private const int TypeMask = 0xF000;

    /// <summary>Null where nothing lies, or where this user may not look. Links are not followed.</summary>
    public static FileFacts? Of(string path) =>
        NativeMethods.StatX(NativeMethods.CurrentFolder, path, NativeMethods.NoFollow, NativeMethods.BasicStats, out var found) == 0 ? From(found) : null;

    /// <summary>The same, below an open folder.</summary>
    public static FileFacts? Of(SafeFileHandle folder, string name) =>
        NativeMethods.StatX(folder, name, NativeMethods.NoFollow, NativeMethods.BasicStats, out var found) == 0 ? From(found) : null;

    /// <param name="name">As the file system holds it, with a zero byte at its end.</param>
    public static FileFacts? Of(SafeFileHandle folder, ReadOnlySpan<byte> name) =>
        NativeMethods.StatX(folder, name, NativeMethods.NoFollow, NativeMethods.BasicStats, out var found) == 0 ? From(found) : null;

    /// <exception cref="PosixException">The file system is gone.</exception>
    public static FileFacts Of(SafeFileHandle file) =>
        NativeMethods.StatX(file, "", NativeMethods.EmptyPath, NativeMethods.BasicStats, out var found) == 0 ? From(found) : throw PosixException.Last("looking at a file");

    public bool IsSameFileAs(FileFacts other) => (Inode, Device) == (other.Inode, other.Device);

    /// <summary>Written no earlier than the other. Both times are those of one file system.</summary>
    public bool IsNoOlderThan(FileFacts other) => (ModifiedSeconds, ModifiedNanoseconds).CompareTo((other.ModifiedSeconds, other.ModifiedNanoseconds)) >= 0;

    /// <summary>By how much this one was written later than the other.</summary>
    public TimeSpan Since(FileFacts other) => TimeSpan.FromSeconds(ModifiedSeconds - other.ModifiedSeconds);

    private static FileFacts From(NativeMethods.StatXBuffer found) => new(
        KindOf(found.Mode & TypeMask),
        (long)found.Size,
        found.ModifiedSeconds,
        found.ModifiedNanoseconds,
        found.Inode,
        ((ulong)found.DeviceMajor << 32) | found.DeviceMinor);

    private static FileKind KindOf(int type) => type switch
    {
        0x8000 => FileKind.File,
        0x4000 => FileKind.Folder,
        0xA000 => FileKind.Link,
        _ => FileKind.Other,
    };
}
