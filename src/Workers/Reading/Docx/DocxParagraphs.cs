using System.Globalization;
using System.Text;
using System.Xml;

namespace Pipeline.Workers.Reading.Docx;

/// <summary>Reads the paragraphs of one part of WordprocessingML (ECMA-376, part 1, chapter 17), cell by cell and text box by text box, in document order.</summary>
internal sealed class DocxParagraphs(XmlReader xml)
{
    /// <summary>A table in a table in a text box has some forty.</summary>
    private const int MaxDepth = 500;

    private readonly List<string> _paragraphs = [];

    // A text box stands inside a paragraph and has paragraphs of its own.
    private readonly Stack<StringBuilder> _open = new();
    private readonly List<string> _path = [];
    private StringBuilder? _merged;
    private bool _markDeleted;
    private bool _runHidden;

    public List<string> Read()
    {
        for (var more = xml.Read(); more;)
        {
            if (xml.Depth > MaxDepth)
            {
                throw new InvalidDataException("The part is nested too deep.");
            }

            // Skipping stands on the next node already.
            if (xml.NodeType == XmlNodeType.Element && Skips())
            {
                xml.Skip();
                more = !xml.EOF;
            }
            else
            {
                Follow();
                more = xml.Read();
            }
        }

        if (_merged is not null)
        {
            Add(_merged);
        }

        return _paragraphs;
    }

    private void Follow()
    {
        if (xml.NodeType == XmlNodeType.Element)
        {
            _path.RemoveRange(Math.Min(xml.Depth, _path.Count), _path.Count - Math.Min(xml.Depth, _path.Count));
            while (_path.Count < xml.Depth)
            {
                _path.Add("");
            }

            _path.Add(xml.LocalName);
            Start(xml.LocalName);
            if (xml.IsEmptyElement)
            {
                End(xml.LocalName);
            }
        }
        else if (xml.NodeType == XmlNodeType.EndElement)
        {
            End(xml.LocalName);
        }
        else if (xml.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA && xml.Depth > 0 && Parent(xml.Depth) == "t" && !_runHidden)
        {
            Write(xml.Value);
        }
    }

    private void Start(string name)
    {
        switch (name)
        {
            case "p" when IsWord():
                _open.Push(_open.Count == 0 && _merged is not null ? _merged : new StringBuilder());
                _merged = _open.Count == 1 ? null : _merged;
                _markDeleted = false;
                break;
            case "r":
                _runHidden = false;
                break;
            case "vanish" when Parent(xml.Depth) == "rPr" && Parent(xml.Depth - 1) == "r" && IsOn():
                _runHidden = true;
                break;
            case "tab" or "ptab" when Parent(xml.Depth) == "r":
                Write(" ");
                break;
            case "br" or "cr":
                Write("\n");
                break;
            case "noBreakHyphen":
                Write("-");
                break;
            case "sym" when !_runHidden && int.TryParse(Attribute("char"), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var symbol) && symbol is > 0x20 and < 0xD800:
                Write(((char)symbol).ToString());
                break;
        }
    }

    private void End(string name)
    {
        if (name != "p" || !IsWord() || _open.Count == 0)
        {
            return;
        }

        var paragraph = _open.Pop();
        // Its end was deleted: the next paragraph goes on where this one stops.
        if (_markDeleted && _open.Count == 0)
        {
            _merged = paragraph;
        }
        else
        {
            Add(paragraph);
        }

        _markDeleted = false;
    }

    private bool Skips()
    {
        switch (xml.LocalName)
        {
            // A deleted end of a paragraph, a deleted row, and text that was deleted or moved away.
            case "del" or "moveFrom" when Parent(xml.Depth) == "rPr" && Parent(xml.Depth - 1) == "pPr":
                _markDeleted = true;
                return true;
            case "del" or "moveFrom" or "delText" or "delInstrText" or "instrText":
            // Pictures of what was before a change of format, and Word's placeholders for other programs' content.
            case "rPrChange" or "pPrChange" or "sectPrChange" or "tblPrChange" or "trPrChange" or "tcPrChange" or "sdtPr":
                return true;
            // An older program's copy of the choice before it.
            case "Fallback":
                return true;
            default:
                return false;
        }
    }

    private void Write(string text)
    {
        if (_open.TryPeek(out var paragraph))
        {
            paragraph.Append(text);
        }
    }

    private void Add(StringBuilder paragraph)
    {
        if (paragraph.Length > 0)
        {
            _paragraphs.Add(paragraph.ToString());
        }
    }

    private string Parent(int depth) => depth >= 1 && depth <= _path.Count ? _path[depth - 1] : "";

    // DrawingML has p, r and t of its own; its text boxes in Word hold Word's.
    private bool IsWord() => xml.NamespaceURI.Contains("wordprocessingml", StringComparison.Ordinal);

    private bool IsOn() => Attribute("val") is not ("0" or "false" or "off");

    private string? Attribute(string name) => xml.GetAttribute(name, xml.NamespaceURI) ?? xml.GetAttribute(name);
}
