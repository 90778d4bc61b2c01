using System.Buffers.Binary;
using Pipeline.Domain.Documents;
using Pipeline.Formats;
using Pipeline.Formats.Content;

namespace Pipeline.Workers.Reading.Ocr;

/// <summary>Sizes of images from their headers, without decoding a pixel.</summary>
internal static class ImageHeaders
{
    private const int MostSegments = 10_000;
    private const int MostTags = 4096;

    /// <returns>One size a page; one more than <paramref name="maxPages"/> at most.</returns>
    /// <exception cref="ReadingRefusedException">The header is damaged.</exception>
    public static IReadOnlyList<ImageSize> Read(string path, ContentType type, int maxPages)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            List<ImageSize> sizes = type switch
            {
                ContentType.Png => [Png(file)],
                ContentType.Jpeg => [Jpeg(file)],
                _ => Tiff(file, maxPages + 1),
            };
            return sizes.Count > 0 && sizes.All(size => size is { Width: > 0, Height: > 0 }) ? sizes : throw new ReadingRefusedException(DocumentFailures.Damaged);
        }
        catch (EndOfStreamException)
        {
            throw new ReadingRefusedException(DocumentFailures.Damaged);
        }
    }

    // PNG 11.2.2: IHDR comes first.
    private static ImageSize Png(FileStream file)
    {
        Span<byte> head = stackalloc byte[24];
        file.ReadExactly(head);
        return head[12..16].SequenceEqual("IHDR"u8)
            ? Size(BinaryPrimitives.ReadUInt32BigEndian(head[16..]), BinaryPrimitives.ReadUInt32BigEndian(head[20..]))
            : throw new ReadingRefusedException(DocumentFailures.Damaged);
    }

    // ITU T.81, B.1 and B.2.2: segments up to a start of frame (C0 to CF but for C4, C8 and CC).
    private static ImageSize Jpeg(FileStream file)
    {
        Span<byte> head = stackalloc byte[9];
        file.Position = 2;
        for (var i = 0; i < MostSegments; i++)
        {
            var marker = Marker(file);
            file.ReadExactly(head[..2]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(head);
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                file.ReadExactly(head[..5]);
                return Size(BinaryPrimitives.ReadUInt16BigEndian(head[3..]), BinaryPrimitives.ReadUInt16BigEndian(head[1..]));
            }

            file.Position += Math.Max(0, length - 2);
        }

        throw new ReadingRefusedException(DocumentFailures.Damaged);
    }

    private static int Marker(FileStream file)
    {
        int next;
        do
        {
            next = file.ReadByte();
        }
        while (next == 0xFF);

        return next < 0 ? throw new EndOfStreamException() : next;
    }

    // TIFF 6.0, section 2: a chain of directories, one a page; a loop in it would never end.
    private static List<ImageSize> Tiff(FileStream file, int most)
    {
        Span<byte> head = stackalloc byte[12];
        file.ReadExactly(head[..8]);
        var big = head[0] == 0x4D;
        long next = Int32(head[4..], big);
        var sizes = new List<ImageSize>();
        var seen = new HashSet<long>();
        while (next != 0 && sizes.Count < most)
        {
            if (!seen.Add(next))
            {
                throw new ReadingRefusedException(DocumentFailures.Damaged);
            }

            file.Position = next;
            file.ReadExactly(head[..2]);
            var tags = Int16(head, big);
            uint width = 0, height = 0;
            for (var i = 0; i < Math.Min((int)tags, MostTags); i++)
            {
                file.ReadExactly(head);
                var value = Int16(head[2..], big) == 3 ? Int16(head[8..], big) : Int32(head[8..], big);
                (width, height) = Int16(head, big) switch { 256 => (value, height), 257 => (width, value), _ => (width, height) };
            }

            sizes.Add(Size(width, height));
            file.ReadExactly(head[..4]);
            next = Int32(head, big);
        }

        return sizes;
    }

    private static ImageSize Size(uint width, uint height) => new((int)Math.Min(width, int.MaxValue), (int)Math.Min(height, int.MaxValue));

    private static ushort Int16(ReadOnlySpan<byte> bytes, bool big) => big ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint Int32(ReadOnlySpan<byte> bytes, bool big) => big ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
