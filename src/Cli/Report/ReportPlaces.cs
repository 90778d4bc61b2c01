using Pipeline.Domain.Results;

namespace Pipeline.Cli.Report;

/// <summary>Writes the places of one document's values, and remembers their boxes for its pages.</summary>
/// <param name="document">Id of the document, for links.</param>
/// <param name="drawn">Pages that the report shows.</param>
/// <param name="context">For documents without pages to look at.</param>
internal sealed class ReportPlaces(HtmlWriter html, string document, IReadOnlySet<int> drawn, QuoteContext? context)
{
    private readonly List<ReportBox> _boxes = [];
    private int _values;
    private int _places;

    /// <summary>In the order of the values.</summary>
    public IReadOnlyList<ReportBox> Boxes => _boxes;

    public string NextValue() => FormattableString.Invariant($"{document}v{++_values}");

    public string NextPlace() => FormattableString.Invariant($"{document}e{++_places}");

    public void Write(ReportBox box)
    {
        var evidence = box.Evidence;
        var shown = evidence.Boxes.Count > 0 && drawn.Contains(evidence.Page);
        html.Write($"<blockquote>");
        var (before, after) = evidence.Boxes.Count == 0 && context is not null ? context.Of(evidence.Page, evidence.Quote) : ("", "");
        Around(before);
        WriteQuote(evidence);
        Around(after);
        html.Write($"</blockquote>");
        if (shown)
        {
            _boxes.Add(box);
            html.Write($"<p class=\"more\"><a href=\"#{box.Id}\">page {evidence.Page}</a></p>\n");
        }
        else
        {
            html.Write($"<p class=\"more\">page {evidence.Page}</p>\n");
        }
    }

    private void Around(string text)
    {
        if (text.Length > 0)
        {
            html.Write($"<span class=\"around\"><bdi>{text}</bdi></span>");
        }
    }

    private void WriteQuote(Evidence evidence)
    {
        var quote = evidence.Quote;
        if (evidence.Span is [var start, var end] && start >= 0 && end <= quote.Length && start < end)
        {
            html.Write($"<bdi>{quote[..start]}<mark>{quote[start..end]}</mark>{quote[end..]}</bdi>");
        }
        else
        {
            html.Write($"<bdi>{quote}</bdi>");
        }
    }
}
