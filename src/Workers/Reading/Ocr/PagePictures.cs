using System.Globalization;
using System.Text;
using Pipeline.Domain.Layout;
using Pipeline.Workers.Reading.Isolation;

namespace Pipeline.Workers.Reading.Ocr;

/// <summary>Finds the pages that have to be read as pictures: those without usable text, and those of a few words only that a picture covers (a stamped scan).</summary>
internal sealed class PagePictures(ReadingOptions options, IsolationReport isolation)
{
    private const long ListBytes = 8L << 20;
    private const double PointsPerInch = 72;

    /// <summary>Logos and signatures cover less; a scan covers nearly all of its page, in one piece or in strips.</summary>
    private const double Covers = 0.5;

    private readonly LimitedProcess _process = new(isolation);

    /// <returns>Indices into the pages.</returns>
    public async Task<(IReadOnlyList<int> Scans, double CpuSeconds)> FindAsync(string path, IReadOnlyList<Page> pages, CancellationToken cancellationToken)
    {
        var indices = Enumerable.Range(0, pages.Count);
        if (!pages.Any(page => !PageText.IsUnusable(page) && PageText.IsSparse(page)))
        {
            return ([.. indices.Where(i => PageText.IsUnusable(pages[i]))], 0);
        }

        var run = await _process.RunAsync(new LimitedCommand("pdfimages", ["-list", "-"], path), options.LimitsFor(ListBytes, options.MaxWall), Parse, cancellationToken);
        // A file whose pictures cannot be listed still has its text.
        var covered = run.Output ?? [];
        return ([.. indices.Where(i => PageText.IsUnusable(pages[i]) || (PageText.IsSparse(pages[i]) && Covered(pages[i])))], run.CpuSeconds);

        bool Covered(Page page) => covered.GetValueOrDefault(page.Number) >= page.Width * page.Height * Covers;
    }

    // page num type width height color comp bpc enc interp object ID x-ppi y-ppi size ratio; area of all pictures of a page, in square points.
    private static Dictionary<int, double> Parse(Stream output)
    {
        using var reader = new StreamReader(output, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var areas = new Dictionary<int, double>();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (cells.Length >= 14 && cells[2] is "image" or "stencil" && Number(cells[0]) is { } page && Number(cells[3]) is { } width && Number(cells[4]) is { } height &&
                Number(cells[^4]) is > 0 and { } across && Number(cells[^3]) is > 0 and { } down)
            {
                var area = width / across * (height / down) * PointsPerInch * PointsPerInch;
                areas[(int)page] = areas.GetValueOrDefault((int)page) + area;
            }
        }

        return areas;
    }

    private static double? Number(string cell) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
