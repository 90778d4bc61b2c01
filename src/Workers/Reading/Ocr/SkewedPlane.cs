using Pipeline.Domain.Layout;

namespace Pipeline.Workers.Reading.Ocr;

/// <summary>Leads from a straightened image to the one that lies askew: a turn around the middle, on paper large enough for all corners.</summary>
internal readonly struct SkewedPlane
{
    private readonly double _sin;
    private readonly double _cos;
    private readonly int _skewedWidth;
    private readonly int _skewedHeight;

    /// <param name="degrees">Clockwise.</param>
    public SkewedPlane(double degrees, int width, int height)
    {
        (_sin, _cos) = Math.SinCos(degrees * Math.PI / 180);
        (_skewedWidth, _skewedHeight) = (width, height);
        Width = (int)Math.Ceiling((width * _cos) + (height * Math.Abs(_sin)));
        Height = (int)Math.Ceiling((height * _cos) + (width * Math.Abs(_sin)));
    }

    /// <summary>Of the straightened image.</summary>
    public int Width { get; }

    public int Height { get; }

    public (double X, double Y) ToSkewed(double x, double y)
    {
        var (dx, dy) = (x - (Width / 2.0), y - (Height / 2.0));
        return ((_cos * dx) - (_sin * dy) + (_skewedWidth / 2.0), (_sin * dx) + (_cos * dy) + (_skewedHeight / 2.0));
    }

    /// <summary>The upright box around the turned one.</summary>
    public Box ToSkewed(Box box)
    {
        var (a, b, c, d) = (ToSkewed(box.X0, box.Y0), ToSkewed(box.X1, box.Y0), ToSkewed(box.X0, box.Y1), ToSkewed(box.X1, box.Y1));
        return new Box(
            Math.Max(0, Math.Min(Math.Min(a.X, b.X), Math.Min(c.X, d.X))),
            Math.Max(0, Math.Min(Math.Min(a.Y, b.Y), Math.Min(c.Y, d.Y))),
            Math.Min(_skewedWidth, Math.Max(Math.Max(a.X, b.X), Math.Max(c.X, d.X))),
            Math.Min(_skewedHeight, Math.Max(Math.Max(a.Y, b.Y), Math.Max(c.Y, d.Y))));
    }
}
