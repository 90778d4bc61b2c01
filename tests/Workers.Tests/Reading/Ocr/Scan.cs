using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;

namespace Pipeline.Workers.Tests.Reading.Ocr;

/// <summary>A page as a scanner sees it: the sample contract drawn at 200 dpi, put as a picture into files written by hand.</summary>
internal sealed record Scan(int Width, int Height, byte[] Pixels)
{
    private const int Dpi = 200;
    private const int Background = 255;

    public static string Contract => Source();

    public static async Task<Scan> PageAsync(int page)
    {
        var start = new ProcessStartInfo("pdftoppm", ["-gray", "-r", $"{Dpi}", "-f", $"{page}", "-l", $"{page}", Contract]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        using var bytes = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(bytes);
        await process.WaitForExitAsync();
        var file = bytes.ToArray();
        // P5, width, height, 255: three line feeds.
        var head = Encoding.ASCII.GetString(file, 0, 40).Split((char[]?)null, 5);
        var (width, height) = (int.Parse(head[1], CultureInfo.InvariantCulture), int.Parse(head[2], CultureInfo.InvariantCulture));
        return new Scan(width, height, file[^(width * height)..]);
    }

    /// <summary>Turned clockwise by so many degrees around its middle, on white paper of the same size (or turned size for a quarter).</summary>
    public Scan Turned(double degrees)
    {
        var quarter = degrees is 90 or 270;
        var turned = new Scan(quarter ? Height : Width, quarter ? Width : Height, new byte[Width * Height]);
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        for (var y = 0; y < turned.Height; y++)
        {
            for (var x = 0; x < turned.Width; x++)
            {
                var (dx, dy) = (x + 0.5 - (turned.Width / 2.0), y + 0.5 - (turned.Height / 2.0));
                var (sx, sy) = ((int)Math.Floor((cos * dx) + (sin * dy) + (Width / 2.0)), (int)Math.Floor((cos * dy) - (sin * dx) + (Height / 2.0)));
                turned.Pixels[(y * turned.Width) + x] = sx >= 0 && sy >= 0 && sx < Width && sy < Height ? Pixels[(sy * Width) + sx] : (byte)Background;
            }
        }

        return turned;
    }

    /// <summary>A PDF of one page for each scan, with nothing but the picture on it.</summary>
    public static byte[] Pdf(params Scan[] scans) => Pdf(0, "", scans);

    /// <param name="rotation">The page's own rotation.</param>
    /// <param name="stamp">Page contents after the picture, such as a stamped line of text in font F1.</param>
    public static byte[] Pdf(int rotation, string stamp, params Scan[] scans)
    {
        using var file = new MemoryStream();
        var offsets = new List<long>();
        void Write(string text) => file.Write(Encoding.Latin1.GetBytes(text));
        void Begin()
        {
            offsets.Add(file.Position);
            Write(string.Create(CultureInfo.InvariantCulture, $"{offsets.Count} 0 obj\n"));
        }

        Write("%PDF-1.4\n");
        Begin();
        Write("<< /Type /Catalog /Pages 2 0 R >>\nendobj\n");
        Begin();
        Write($"<< /Type /Pages /Kids [{string.Join(' ', scans.Select((_, i) => $"{4 + (3 * i)} 0 R"))}] /Count {scans.Length} >>\nendobj\n");
        Begin();
        Write("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n");
        foreach (var scan in scans)
        {
            var (width, height) = (scan.Width * 72.0 / Dpi, scan.Height * 72.0 / Dpi);
            var next = offsets.Count + 1;
            Begin();
            Write(string.Create(CultureInfo.InvariantCulture, $"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Rotate {rotation} /Resources << /Font << /F1 3 0 R >> /XObject << /I {next + 2} 0 R >> >> /Contents {next + 1} 0 R >>\nendobj\n"));
            Begin();
            var content = string.Create(CultureInfo.InvariantCulture, $"q {width} 0 0 {height} 0 0 cm /I Do Q {stamp}");
            Write($"<< /Length {content.Length} >>\nstream\n{content}\nendstream\nendobj\n");
            Begin();
            var pixels = Deflated(scan.Pixels);
            Write($"<< /Type /XObject /Subtype /Image /Width {scan.Width} /Height {scan.Height} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode /Length {pixels.Length} >>\nstream\n");
            file.Write(pixels);
            Write("\nendstream\nendobj\n");
        }

        var start = file.Position;
        Write($"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n" + string.Concat(offsets.Select(offset => offset.ToString("0000000000", CultureInfo.InvariantCulture) + " 00000 n \n")));
        Write($"trailer\n<< /Size {offsets.Count + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
        return file.ToArray();
    }

    /// <summary>An uncompressed TIFF with a page for each scan.</summary>
    public static byte[] Tiff(params Scan[] scans)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("II*\0"u8);
        var link = file.Position;
        writer.Write(0u);
        foreach (var scan in scans)
        {
            var strip = (uint)file.Position;
            writer.Write(scan.Pixels);
            file.Position += file.Position % 2;
            var directory = (uint)file.Position;
            (ushort Tag, uint Value)[] tags =
                [(256, (uint)scan.Width), (257, (uint)scan.Height), (258, 8), (259, 1), (262, 1), (273, strip), (277, 1), (278, (uint)scan.Height), (279, (uint)scan.Pixels.Length)];
            writer.Write((ushort)tags.Length);
            foreach (var (tag, value) in tags)
            {
                writer.Write(tag);
                writer.Write((ushort)4);
                writer.Write(1u);
                writer.Write(value);
            }

            var end = file.Position;
            writer.Write(0u);
            file.Position = link;
            writer.Write(directory);
            link = end;
            file.Position = file.Length;
        }

        return file.ToArray();
    }

    private static byte[] Deflated(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var zip = new ZLibStream(output, CompressionLevel.Fastest))
        {
            zip.Write(bytes);
        }

        return output.ToArray();
    }

    private static string Source([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "..", "samples", "contracts", "mutual-nda.pdf"));
}
