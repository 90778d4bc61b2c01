using System.Globalization;
using System.Xml;
using Pipeline.Domain.Layout;

namespace Pipeline.Workers.Reading;

/// <summary>Reads what <c>pdftotext -bbox-layout</c> writes: page / flow / block / line / word, boxes in points of the turned media box.</summary>
internal sealed class BoxLayoutParser(IReadOnlyDictionary<int, PageGeometry> geometry)
{
    private static readonly XmlReaderSettings Settings = new()
    {
        // pdftotext names a DTD on the web: it is skipped, never fetched, and no entity is expanded.
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        IgnoreWhitespace = true,
        IgnoreComments = true,
        CloseInput = false,
    };

    private readonly List<Page> _pages = [];
    private List<Block> _blocks = [];
    private List<Word> _words = [];
    private PageGeometry? _page;
    private int _line = -1;

    /// <exception cref="InvalidDataException">The output stops early or is not what pdftotext writes.</exception>
    public static DocumentLayout Parse(Stream output, IReadOnlyDictionary<int, PageGeometry> geometry)
    {
        var parser = new BoxLayoutParser(geometry);
        using var text = new XmlCharacterReader(output);
        using var xml = XmlReader.Create(text, Settings);
        try
        {
            // A word's content is consumed with it, and the reader then stands on the next node already.
            for (var more = xml.Read(); more;)
            {
                if (xml.NodeType == XmlNodeType.Element && xml.Name == "word")
                {
                    parser.AddWord(xml);
                    more = !xml.EOF;
                }
                else
                {
                    parser.Add(xml);
                    more = xml.Read();
                }
            }
        }
        catch (XmlException error)
        {
            throw new InvalidDataException("The reader's output is not well-formed.", error);
        }

        return new DocumentLayout(parser._pages);
    }

    private void Add(XmlReader xml)
    {
        switch (xml.NodeType, xml.Name)
        {
            case (XmlNodeType.Element, "page"):
                StartPage(xml);
                break;
            case (XmlNodeType.Element, "block"):
                (_words, _line) = ([], -1);
                break;
            case (XmlNodeType.Element, "line"):
                _line++;
                break;
            case (XmlNodeType.EndElement, "block") when _words.Count > 0:
                _blocks.Add(new Block(_words));
                break;
        }
    }

    private void StartPage(XmlReader xml)
    {
        var number = _pages.Count + 1;
        if (!geometry.TryGetValue(number, out _page))
        {
            var sheet = new Box(0, 0, Number(xml, "width"), Number(xml, "height"));
            _page = new PageGeometry(0, sheet, sheet);
        }

        _blocks = [];
        var (width, height) = _page.Size;
        _pages.Add(new Page(number, width, height, _page.Rotation, PageSource.Text, _blocks));
    }

    private void AddWord(XmlReader xml)
    {
        if (_page is null)
        {
            throw new InvalidDataException("A word stands outside of any page.");
        }

        var box = new Box(Number(xml, "xMin"), Number(xml, "yMin"), Number(xml, "xMax"), Number(xml, "yMax"));
        Box? place = double.IsFinite(box.X0 + box.Y0 + box.X1 + box.Y1) ? _page.ToDisplayed(box) : null;
        // Null splits at every Unicode space, the unbreakable ones included. The parts share the box: a guessed share could miss letters.
        foreach (var part in xml.ReadElementContentAsString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            _words.Add(new Word(part, place, _line));
        }
    }

    private static double Number(XmlReader xml, string name) =>
        double.TryParse(xml.GetAttribute(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}
