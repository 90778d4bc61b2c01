using Pipeline.Domain.Layout;

namespace Pipeline.Cli.Report;

/// <summary>The words around a quote, for documents without pages to look at (DOCX, text, HTML, mail).</summary>
internal sealed class QuoteContext(DocumentLayout layout)
{
    private const int Around = 220;

    private readonly Dictionary<int, string> _texts = layout.Pages.ToDictionary(
        page => page.Number, page => string.Join(' ', page.Blocks.SelectMany(block => block.Words).Select(word => word.Text)));

    /// <returns>What stands before and after it, cut at words; empty where the quote runs over a page's end.</returns>
    public (string Before, string After) Of(int page, string quote)
    {
        if (!_texts.TryGetValue(page, out var text) || text.IndexOf(quote, StringComparison.Ordinal) is var at && at < 0)
        {
            return ("", "");
        }

        var end = at + quote.Length;
        var start = at <= Around ? 0 : text.IndexOf(' ', at - Around) + 1;
        var stop = text.Length - end <= Around ? text.Length : text.LastIndexOf(' ', end + Around, Around);
        return ((start > 0 ? "… " : "") + text[Math.Min(start, at)..at], text[end..Math.Max(stop, end)] + (stop < text.Length ? " …" : ""));
    }
}
