using System.Globalization;
using System.Text;
using Pipeline.Workers.Reading.Isolation;

namespace Pipeline.Workers.Reading.Ocr;

/// <summary>A grey image as pdftoppm writes it: P5, width, height, 255, one white space, then a byte a pixel.</summary>
internal sealed record GrayMap(int Width, int Height, byte[] Pixels)
{
    private const int LongestHeader = 64;

    /// <summary>Draws pages of a PDF, one image after the other, cut to what a viewer shows.</summary>
    /// <param name="scale">pdftoppm's option for their size, and its number.</param>
    public static LimitedCommand Drawing(string path, int first, int last, (string Option, int Number) scale) =>
        new("pdftoppm", ["-gray", "-cropbox", scale.Option, Text(scale.Number), "-f", Text(first), "-l", Text(last), "-"], path);

    /// <exception cref="InvalidDataException">It is no such image, or has more pixels than allowed.</exception>
    public static GrayMap Read(Stream stream, long maxPixels)
    {
        Span<int> numbers = stackalloc int[3];
        if (stream.ReadByte() != 'P' || stream.ReadByte() != '5')
        {
            throw new InvalidDataException("This is no grey image.");
        }

        _ = stream.ReadByte();
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = ReadNumber(stream);
        }

        var pixels = (long)numbers[0] * numbers[1];
        if (pixels > maxPixels || numbers[2] != byte.MaxValue)
        {
            throw new InvalidDataException("The image is larger than asked for.");
        }

        var bytes = new byte[pixels];
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length
            ? new GrayMap(numbers[0], numbers[1], bytes)
            : throw new InvalidDataException("The image is cut off.");
    }

    public async Task WriteAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        await file.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"P5\n{Width} {Height}\n255\n")), cancellationToken);
        await file.WriteAsync(Pixels, cancellationToken);
    }

    /// <summary>Turned clockwise by a quarter.</summary>
    public GrayMap Turned()
    {
        var turned = new byte[Pixels.Length];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                turned[(x * Height) + Height - 1 - y] = Pixels[(y * Width) + x];
            }
        }

        return new GrayMap(Height, Width, turned);
    }

    /// <summary>Turned back by the degrees that it lies askew (clockwise), on white paper.</summary>
    public GrayMap Straightened(double degrees)
    {
        var plane = new SkewedPlane(degrees, Width, Height);
        var straight = new byte[(long)plane.Width * plane.Height];
        for (var y = 0; y < plane.Height; y++)
        {
            for (var x = 0; x < plane.Width; x++)
            {
                var (fromX, fromY) = plane.ToSkewed(x + 0.5, y + 0.5);
                straight[((long)y * plane.Width) + x] = Between(fromX - 0.5, fromY - 0.5);
            }
        }

        return new GrayMap(plane.Width, plane.Height, straight);
    }

    // Bilinear: the nearest pixel alone would fray the letters.
    private byte Between(double x, double y)
    {
        var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (dx, dy) = (x - left, y - top);
        var above = (At(left, top) * (1 - dx)) + (At(left + 1, top) * dx);
        var below = (At(left, top + 1) * (1 - dx)) + (At(left + 1, top + 1) * dx);
        return (byte)((above * (1 - dy)) + (below * dy) + 0.5);
    }

    private byte At(int x, int y) => x >= 0 && y >= 0 && x < Width && y < Height ? Pixels[(y * Width) + x] : byte.MaxValue;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int ReadNumber(Stream stream)
    {
        var number = 0L;
        for (var i = 0; i < LongestHeader; i++)
        {
            var next = stream.ReadByte();
            if (next is < '0' or > '9')
            {
                return (int)Math.Min(number, int.MaxValue);
            }

            number = Math.Min((number * 10) + next - '0', int.MaxValue);
        }

        throw new InvalidDataException("A number of the image's header is too long.");
    }
}
