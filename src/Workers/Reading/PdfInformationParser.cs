using System.Globalization;
using System.Text;
using Pipeline.Domain.Layout;

namespace Pipeline.Workers.Reading;

/// <summary>Reads the output of <c>pdfinfo -box -f 1 -l N</c>. Titles and other texts of the file come first and may imitate everything that follows them,
/// line breaks included: so only what stands behind the last page count is believed.</summary>
internal sealed class PdfInformationParser
{
    private readonly Dictionary<int, int> _rotations = [];
    private readonly Dictionary<int, Box> _media = [];
    private readonly Dictionary<int, Box> _crop = [];
    private int _count;

    public static PdfInformation Parse(Stream output)
    {
        var parser = new PdfInformationParser();
        using var reader = new StreamReader(output, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        while (reader.ReadLine() is { } line)
        {
            parser.Add(line);
        }

        return new PdfInformation(parser._count, parser.Geometry());
    }

    private void Add(string line)
    {
        if (line.StartsWith("Pages:", StringComparison.Ordinal) && int.TryParse(line.AsSpan(6), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var count))
        {
            _count = count;
            _rotations.Clear();
            _media.Clear();
            _crop.Clear();
        }
        else if (line.StartsWith("Page ", StringComparison.Ordinal))
        {
            AddPage(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    // Page    1 rot:   90
    // Page    1 CropBox:      50.00   300.00   500.00   780.00
    private void AddPage(string[] parts)
    {
        if (parts.Length < 4 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var page))
        {
            return;
        }

        switch (parts[2])
        {
            case "rot:" when int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var rotation):
                _rotations[page] = rotation;
                break;
            case "MediaBox:" when ToBox(parts.AsSpan(3)) is { } media:
                _media[page] = media;
                break;
            case "CropBox:" when ToBox(parts.AsSpan(3)) is { } crop:
                _crop[page] = crop;
                break;
        }
    }

    private static Box? ToBox(ReadOnlySpan<string> parts)
    {
        Span<double> numbers = stackalloc double[4];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (i >= parts.Length || !double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i]))
            {
                return null;
            }
        }

        return new Box(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    private Dictionary<int, PageGeometry> Geometry() =>
        _media.Keys.Where(page => _crop.ContainsKey(page) && _rotations.ContainsKey(page))
            .ToDictionary(page => page, page => new PageGeometry(_rotations[page], _media[page], _crop[page]));
}
