using System.Text;

namespace Pipeline.Formats.Content;

/// <summary>Tells what a file is by its bytes, never by its name.</summary>
public static class ContentTypes
{
    /// <summary>64 KiB: the headers of a mail from a long way are some 20.</summary>
    private const int HeadBytes = 64 << 10;

    /// <summary>PDF 1.7, annex H.3.4.1: readers accept the header anywhere in the first 1024 bytes.</summary>
    private const int PdfHeaderBytes = 1024;

    /// <summary>The names of a compound file's parts are in its directory, which writers put near the start.</summary>
    private const int CompoundBytes = 1 << 20;

    /// <returns><see cref="ContentType.Unknown"/> also for an empty file.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static ContentType Detect(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        return Detect(file);
    }

    /// <param name="content">Can seek; stands anywhere afterwards.</param>
    public static ContentType Detect(Stream content)
    {
        var head = Read(content, HeadBytes);
        return ByMagic(head, content) ?? (ContainsPdfHeader(head) ? ContentType.Pdf : TextKinds.Detect(head));
    }

    private static ContentType? ByMagic(ReadOnlySpan<byte> head, Stream content)
    {
        return head switch
        {
            [0x25, 0x50, 0x44, 0x46, 0x2D, ..] => ContentType.Pdf,
            [0x50, 0x4B, 3, 4, ..] or [0x50, 0x4B, 5, 6, ..] or [0x50, 0x4B, 0x30, 0x30, 0x50, 0x4B, 3, 4, ..] => ZipKinds.Detect(content),
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] => ContentType.Png,
            [0xFF, 0xD8, 0xFF, ..] => ContentType.Jpeg,
            [0x49, 0x49, 0x2A, 0, ..] or [0x4D, 0x4D, 0, 0x2A, ..] => ContentType.Tiff,
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => IsEncrypted(content) ? ContentType.EncryptedOffice : ContentType.OldOffice,
            [0x7B, 0x5C, 0x72, 0x74, 0x66, ..] => ContentType.RichText,
            _ => null,
        };
    }

    private static bool ContainsPdfHeader(ReadOnlySpan<byte> head) => head[..Math.Min(head.Length, PdfHeaderBytes)].IndexOf("%PDF-"u8) >= 0;

    private static bool IsEncrypted(Stream content) =>
        Read(content, CompoundBytes).AsSpan().IndexOf(Encoding.Unicode.GetBytes("EncryptedPackage")) >= 0;

    private static byte[] Read(Stream content, int bytes)
    {
        content.Position = 0;
        var head = new byte[(int)Math.Min(bytes, content.Length)];
        return head[..content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }
}
