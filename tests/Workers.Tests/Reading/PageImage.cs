using System.Diagnostics;
using System.Globalization;
using Pipeline.Domain.Layout;

namespace Pipeline.Workers.Tests.Reading;

/// <summary>A page as it is displayed, in grey, at two pixels a point.</summary>
internal sealed record PageImage(int Width, int Height, byte[] Pixels)
{
    private const double PerPoint = 2;

    /// <summary>Letters' edges are grey: only what is clearly ink counts.</summary>
    private const byte Ink = 96;

    public static async Task<PageImage> RenderAsync(string path, int page)
    {
        var start = new ProcessStartInfo("pdftoppm", ["-cropbox", "-gray", "-r", "144", "-f", $"{page}", "-l", $"{page}", path]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        using var bytes = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(bytes);
        await process.WaitForExitAsync();
        return Parse(bytes.ToArray());
    }

    public int CountInk() => Pixels.Count(pixel => pixel < Ink);

    public int CountInk(Box box) => Within(box).Count(at => Pixels[at] < Ink);

    public PageImage Without(IEnumerable<Box> boxes)
    {
        var pixels = (byte[])Pixels.Clone();
        foreach (var at in boxes.SelectMany(Within))
        {
            pixels[at] = byte.MaxValue;
        }

        return this with { Pixels = pixels };
    }

    private IEnumerable<int> Within(Box box)
    {
        for (var y = Math.Max(0, (int)(box.Y0 * PerPoint)); y < Math.Min(Height, Math.Ceiling(box.Y1 * PerPoint)); y++)
        {
            for (var x = Math.Max(0, (int)(box.X0 * PerPoint)); x < Math.Min(Width, Math.Ceiling(box.X1 * PerPoint)); x++)
            {
                yield return (y * Width) + x;
            }
        }
    }

    // P5, width, height, 255, one white space, then the pixels.
    private static PageImage Parse(byte[] file)
    {
        var numbers = new List<int>();
        var at = 2;
        while (numbers.Count < 3)
        {
            var start = ++at;
            while (!char.IsWhiteSpace((char)file[at]))
            {
                at++;
            }

            numbers.Add(int.Parse(file.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture));
        }

        return new PageImage(numbers[0], numbers[1], file[(at + 1)..]);
    }
}
