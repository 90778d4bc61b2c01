using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Formats.Content;
using Pipeline.Workers.Reading.Plain;

namespace Pipeline.Workers.Reading.Html;

/// <summary>The text that an HTML page shows: a block per block element, in source order. One pass without a tree: time and memory grow with the size of the file whatever its nesting,
/// which no conforming tree builder can promise. No script runs and nothing is fetched, for there is nothing here that could.</summary>
internal sealed partial class HtmlText
{
    /// <summary>Raise it when the same file may give another layout.</summary>
    public const string Version = "html@1";

    private const int CharsetBytes = 1024;

    private static readonly HashSet<string> Blocks =
    [
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "html", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "select", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
        // The tags that EDGAR wraps its filings in.
        "document", "type", "sequence", "filename", "description", "text", "page",
    ];

    /// <summary>Their content is no text of the page; it ends at the closing tag, whatever stands in it.</summary>
    private static readonly HashSet<string> Raw = ["script", "style", "title", "iframe", "noembed", "noframes"];

    private static readonly HashSet<string> Void = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

    /// <summary>A new one ends the one before, whose closing tag may be left out.</summary>
    private static readonly HashSet<string> SelfEnding = ["p", "li", "td", "th", "tr", "dt", "dd", "option"];

    // C1 controls in references are windows-1252 (HTML, 13.2.5.80).
    private static readonly string Western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString([.. Enumerable.Range(0x80, 0x20).Select(value => (byte)value)]);

    private readonly string _html;
    private readonly LayoutBuilder _layout;
    private readonly StringBuilder _block = new();
    private string? _hiddenIn;
    private int _hiddenDepth;
    private int _preformatted;

    private HtmlText(string html, LayoutBuilder layout) => (_html, _layout) = (html, layout);

    public static void Read(byte[] bytes, LayoutBuilder layout) => Read(Decode(bytes), layout);

    public static void Read(string html, LayoutBuilder layout) => new HtmlText(html, layout).Read();

    private static string Decode(byte[] bytes)
    {
        if (!TextDecoding.HasMark(bytes))
        {
            var start = Encoding.Latin1.GetString(bytes, 0, Math.Min(bytes.Length, CharsetBytes));
            var named = Charset().Match(start);
            if (named.Success && TextDecoding.Named(named.Groups[1].Value) is { } encoding && encoding is not (UTF8Encoding or UnicodeEncoding or UTF32Encoding))
            {
                return encoding.GetString(bytes);
            }
        }

        return TextDecoding.Decode(bytes);
    }

    private void Read()
    {
        var at = 0;
        while (at < _html.Length)
        {
            var open = _html.IndexOf('<', at);
            open = open < 0 ? _html.Length : open;
            AddText(_html.AsSpan(at, open - at));
            at = open < _html.Length ? ReadMarkup(open) : open;
        }

        Flush();
    }

    private int ReadMarkup(int at)
    {
        if (at + 1 < _html.Length && _html[at + 1] is '!' or '?')
        {
            var comment = string.CompareOrdinal(_html, at, "<!--", 0, 4) == 0;
            return After(comment ? "-->" : ">", comment ? at + 4 : at);
        }

        if (HtmlTag.Read(_html, at) is not { } tag)
        {
            AddText("<");
            return at + 1;
        }

        if (!tag.Closes && Raw.Contains(tag.Name))
        {
            var close = _html.IndexOf("</" + tag.Name, tag.End, StringComparison.OrdinalIgnoreCase);
            return close < 0 ? _html.Length : After(">", close);
        }

        Follow(tag);
        return tag.End;
    }

    private void Follow(HtmlTag tag)
    {
        if (_hiddenIn is not null && !StillHidden(tag))
        {
            return;
        }

        if (Blocks.Contains(tag.Name))
        {
            Flush();
        }
        else if (tag.Name == "br")
        {
            _block.Append('\n');
        }

        _preformatted = tag.Name == "pre" ? Math.Max(0, _preformatted + (tag.Closes ? -1 : 1)) : _preformatted;
        if (_hiddenIn is null && !tag.Closes && (tag.Hides || tag.Name == "template") && !Void.Contains(tag.Name))
        {
            (_hiddenIn, _hiddenDepth) = (tag.Name, 1);
        }
    }

    /// <returns>True when the tag ends the hidden element and stands outside of it.</returns>
    private bool StillHidden(HtmlTag tag)
    {
        var ends = _hiddenIn == "p" ? Blocks.Contains(tag.Name) : SelfEnding.Contains(_hiddenIn!) && tag.Name == _hiddenIn;
        if (ends)
        {
            _hiddenIn = null;
            return true;
        }

        _hiddenDepth += tag.Name != _hiddenIn ? 0 : tag.Closes ? -1 : 1;
        if (_hiddenDepth == 0)
        {
            _hiddenIn = null;
        }

        return false;
    }

    private void AddText(ReadOnlySpan<char> text)
    {
        if (_hiddenIn is not null || text.IsEmpty)
        {
            return;
        }

        var decoded = text.Contains('&') ? Decode(text) : text.ToString();
        if (_preformatted == 0)
        {
            // A line break in the source is a space on the page.
            _block.Append(decoded.Replace('\n', ' ').Replace('\r', ' '));
            return;
        }

        _block.Append(decoded);
    }

    private void Flush()
    {
        if (_block.Length == 0)
        {
            return;
        }

        if (_preformatted > 0)
        {
            PlainText.ReadPage(_block.ToString(), _layout);
        }
        else
        {
            _layout.AddBlock(_block.ToString());
        }

        _block.Clear();
    }

    private static string Decode(ReadOnlySpan<char> text) =>
        string.Concat(WebUtility.HtmlDecode(text.ToString()).Select(c => c is >= '\u0080' and <= '\u009F' ? Western[c - 0x80] : c));

    private int After(string mark, int at)
    {
        var found = at < _html.Length ? _html.IndexOf(mark, at, StringComparison.Ordinal) : -1;
        return found < 0 ? _html.Length : found + mark.Length;
    }

    [GeneratedRegex("""charset\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Charset();
}
