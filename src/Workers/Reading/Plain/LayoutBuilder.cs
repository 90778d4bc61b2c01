using System.Text;
using System.Xml;
using Pipeline.Domain.Documents;
using Pipeline.Domain.Layout;
using Pipeline.Formats;

namespace Pipeline.Workers.Reading.Plain;

/// <summary>Collects blocks and pages of a format without geometry: words have no box, and pages have no size.</summary>
internal sealed class LayoutBuilder(ReadingOptions options, CancellationToken cancellationToken)
{
    private readonly List<Page> _pages = [];
    private List<Block> _blocks = [];
    private int _words;

    /// <param name="text">One paragraph; line breaks in it number the lines.</param>
    /// <exception cref="ReadingRefusedException">The document has too many words.</exception>
    public void AddBlock(string text)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var words = new List<Word>();
        var line = 0;
        foreach (var part in Clean(text).Split('\n'))
        {
            var before = words.Count;
            foreach (var word in part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                words.Add(new Word(word, null, line));
            }

            line += words.Count > before ? 1 : 0;
        }

        _words += words.Count;
        if (_words > options.MaxWords)
        {
            throw new ReadingRefusedException(DocumentFailures.TooManyWords(options.MaxWords));
        }

        if (words.Count > 0)
        {
            _blocks.Add(new Block(words));
        }
    }

    public void EndPage()
    {
        if (_pages.Count >= options.MaxPages)
        {
            throw new ReadingRefusedException(DocumentFailures.TooManyPages(_pages.Count + 1, options.MaxPages));
        }

        _pages.Add(new Page(_pages.Count + 1, 0, 0, 0, PageSource.Text, _blocks));
        _blocks = [];
    }

    /// <exception cref="ReadingRefusedException">There is no word.</exception>
    public DocumentLayout Build()
    {
        if (_blocks.Count > 0 || _pages.Count == 0)
        {
            EndPage();
        }

        return _words > 0 ? new DocumentLayout(_pages) : throw new ReadingRefusedException(DocumentFailures.NoText);
    }

    // Characters that neither XML nor the database can hold are no part of any word.
    private static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && text.All(XmlConvert.IsXmlChar))
        {
            return text;
        }

        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value))
            {
                kept.Append(rune);
            }
        }

        return kept.ToString();
    }
}
