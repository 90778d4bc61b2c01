using Pipeline.Domain.Layout;

namespace Pipeline.Workers.Reading;

/// <summary>How a page lies on its sheet, as pdfinfo tells it: boxes [x0, y0, x1, y1] in PDF coordinates (points, origin bottom left, before rotation).</summary>
internal sealed record PageGeometry(int Rotation, Box Media, Box Crop)
{
    /// <summary>Width and height as displayed: the crop box, turned.</summary>
    public (double Width, double Height) Size
    {
        get
        {
            var (width, height) = (Round(Crop.X1 - Crop.X0), Round(Crop.Y1 - Crop.Y0));
            return Rotation is 90 or 270 ? (height, width) : (width, height);
        }
    }

    /// <summary>From the turned media box, in which pdftotext 22.12 gives boxes, to the turned crop box, which viewers display.
    /// pdftotext's own <c>-cropbox</c> drops the words outside of it; here they keep their place, beyond the page's edges, so that nothing is lost and hidden text shows as such.</summary>
    public Box ToDisplayed(Box box)
    {
        var (left, top) = Rotation switch
        {
            90 => (Crop.Y0 - Media.Y0, Crop.X0 - Media.X0),
            180 => (Media.X1 - Crop.X1, Crop.Y0 - Media.Y0),
            270 => (Media.Y1 - Crop.Y1, Media.X1 - Crop.X1),
            _ => (Crop.X0 - Media.X0, Media.Y1 - Crop.Y1),
        };
        return new Box(Down(box.X0 - left), Down(box.Y0 - top), Up(box.X1 - left), Up(box.Y1 - top));
    }

    private static double Round(double points) => Math.Round(points, 2);

    // Hundredths of a point, as layouts are stored: a fresh layout and a stored one give the same results. Outwards, so that a box still covers its word.
    private static double Down(double points) => Math.Round(Math.Floor(Math.Round(points * 100, 4)) / 100, 2);

    private static double Up(double points) => Math.Round(Math.Ceiling(Math.Round(points * 100, 4)) / 100, 2);
}
