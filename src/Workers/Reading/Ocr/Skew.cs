namespace Pipeline.Workers.Reading.Ocr;

/// <summary>How far a page lay askew on the scanner, by its projection profile (Postl, 1986): seen along its lines, a page of text is bars of ink and of paper.</summary>
internal static class Skew
{
    /// <summary>Paper that was fed in askew is off by up to four degrees or so.</summary>
    private const double Most = 6;

    /// <summary>Tesseract reads what is off by less.</summary>
    private const double Least = 0.3;

    private const double Coarse = 0.5;
    private const double Fine = 0.1;

    /// <summary>Every third pixel of every third row: letters are ten times as high.</summary>
    private const int Step = 3;

    private const int Ink = 128;
    private const int FewestPoints = 500;

    /// <summary>A page of pictures has no angle that stands out; a page of text gains two- to tenfold.</summary>
    private const double Gain = 1.2;

    /// <returns>Degrees, clockwise; 0 where the page is straight, or nothing can be told.</returns>
    public static double Find(GrayMap image)
    {
        var points = Points(image);
        if (points.Count < FewestPoints)
        {
            return 0;
        }

        var reach = image.Width + image.Height;
        var best = Best(points, reach, 0, Most, Coarse);
        best = Best(points, reach, best, Coarse, Fine);
        return Math.Abs(best) >= Least && Score(points, reach, best) > Score(points, reach, 0) * Gain ? best : 0;
    }

    private static double Best(List<(int X, int Y)> points, int reach, double around, double most, double step)
    {
        var steps = (int)Math.Round(most / step);
        return Enumerable.Range(-steps, (2 * steps) + 1).Select(i => around + (i * step)).MaxBy(degrees => Score(points, reach, degrees));
    }

    // Of rows or of columns: a page may lie on its side.
    private static double Score(List<(int X, int Y)> points, int reach, double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var rows = new int[(2 * reach / Step) + 2];
        var columns = new int[rows.Length];
        foreach (var (x, y) in points)
        {
            rows[(int)((y * cos) - (x * sin) + reach) / Step]++;
            columns[(int)((x * cos) + (y * sin) + reach) / Step]++;
        }

        return Math.Max(rows.Sum(count => (double)count * count), columns.Sum(count => (double)count * count));
    }

    private static List<(int X, int Y)> Points(GrayMap image)
    {
        var points = new List<(int, int)>();
        for (var y = 0; y < image.Height; y += Step)
        {
            for (var x = 0; x < image.Width; x += Step)
            {
                if (image.Pixels[(y * image.Width) + x] < Ink)
                {
                    points.Add((x, y));
                }
            }
        }

        return points;
    }
}
