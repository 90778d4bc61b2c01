using System.Buffers.Binary;
using System.IO.Compression;
using Pipeline.Workers.Reading.Ocr;

namespace Pipeline.Workers.Delivery.Pages;

/// <summary>PNG of four greys: a page of text at 96 dpi takes some 20 kB, a third of JPEG at quality 60, and keeps sharp edges. Encoded here, so that no byte a child wrote reaches a browser.</summary>
internal static class GreyPng
{
    private const int Greys = 4;
    private const int PixelsPerByte = 4;

    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    // PNG 11.2.2: bit depth 2, colour type 0 (grey), deflate, no filter choice, no interlace.
    private static readonly byte[] Kind = [2, 0, 0, 0, 0];

    private static readonly uint[] Crc = [.. Enumerable.Range(0, 256).Select(CrcOf)];

    public static byte[] Encode(GrayMap image)
    {
        using var png = new MemoryStream();
        png.Write(Signature);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), image.Height);
        Kind.CopyTo(header, 8);
        Chunk(png, "IHDR"u8, header);
        Chunk(png, "IDAT"u8, Packed(image));
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static byte[] Packed(GrayMap image)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZLibStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
        {
            // Each row begins with its filter: 0, none, is best for few greys.
            var row = new byte[1 + ((image.Width + PixelsPerByte - 1) / PixelsPerByte)];
            for (var y = 0; y < image.Height; y++)
            {
                Array.Clear(row);
                for (var x = 0; x < image.Width; x++)
                {
                    var grey = ((image.Pixels[((long)y * image.Width) + x] * (Greys - 1)) + 127) / byte.MaxValue;
                    row[1 + (x / PixelsPerByte)] |= (byte)(grey << (6 - (2 * (x % PixelsPerByte))));
                }

                zip.Write(row);
            }
        }

        return bytes.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Check(Check(uint.MaxValue, type), data));
        png.Write(number);
    }

    private static uint Check(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
        {
            crc = Crc[(crc ^ value) & 0xFF] ^ (crc >> 8);
        }

        return crc;
    }

    // PNG, annex D.
    private static uint CrcOf(int value)
    {
        var crc = (uint)value;
        for (var bit = 0; bit < 8; bit++)
        {
            crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }

        return crc;
    }
}
