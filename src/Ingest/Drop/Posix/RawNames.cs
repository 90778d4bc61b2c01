using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Pipeline.Ingest.Drop.Posix;

/// <summary>Names that are no UTF-8 cannot be said in .NET. Such files are renamed in place, each strange byte as <c>%FF</c>, and go on as all others.</summary>
internal static class RawNames
{
    // struct dirent of glibc and musl on 64 bits: inode, offset, length, type, name.
    private const int NameOffset = 19;
    private const int LongestName = 255;

    /// <param name="path">Of the folder.</param>
    /// <param name="quiet">Files that were written within this time are left alone: their sender may still want to rename them.</param>
    /// <param name="now">The time, as the file system tells it.</param>
    /// <returns>How many were renamed.</returns>
    public static int Repair(string path, TimeSpan quiet, DateTimeOffset now)
    {
        using var folder = FolderHandle.Open(path);
        var repaired = 0;
        foreach (var name in NamesIn(path).Where(name => name[0] != (byte)'.' && !Utf8.IsValid(name.AsSpan(0, name.Length - 1))))
        {
            if (folder.Look(name) is { Kind: FileKind.File or FileKind.Folder } facts && now.ToUnixTimeSeconds() - facts.ModifiedSeconds >= quiet.TotalSeconds && folder.Rename(name, Escaped(name)))
            {
                repaired++;
            }
        }

        return repaired;
    }

    private static List<byte[]> NamesIn(string path)
    {
        var names = new List<byte[]>();
        var stream = NativeMethods.OpenFolderStream(path);
        if (stream == IntPtr.Zero)
        {
            throw PosixException.Last("listing a folder");
        }

        try
        {
            while (NativeMethods.ReadFolderStream(stream) is var entry && entry != IntPtr.Zero)
            {
                var name = new byte[LongestName + 1];
                var length = 0;
                while (length < LongestName && Marshal.ReadByte(entry, NameOffset + length) is > 0 and var next)
                {
                    name[length++] = next;
                }

                names.Add(name[..(length + 1)]);
            }
        }
        finally
        {
            _ = NativeMethods.CloseFolderStream(stream);
        }

        return names;
    }

    private static byte[] Escaped(byte[] name)
    {
        var escaped = new StringBuilder();
        for (var rest = name.AsSpan(0, name.Length - 1); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf8(rest, out var rune, out var used) == System.Buffers.OperationStatus.Done)
            {
                escaped.Append(rune);
            }
            else
            {
                escaped.Append('%').Append(Convert.ToHexString(rest[..used]));
            }

            rest = rest[used..];
        }

        // Longer by its escapes: the end, with the name's extension, is what people look at.
        var bytes = Encoding.UTF8.GetBytes(DropNames.Fit("", escaped.ToString()));
        return [.. bytes, 0];
    }
}
