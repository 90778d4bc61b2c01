using Pipeline.Domain.Results;
using Pipeline.Workers.Delivery.Pages;

namespace Pipeline.Cli.Report;

/// <summary>One document of a report: its fields, and beside them its pages with boxes around what was found.</summary>
internal sealed class ReportDocument(HtmlWriter html, DocumentResult result, int index, IReadOnlyList<DrawnPage> pages)
{
    private readonly string _id = IdOf(index);
    private readonly ILookup<string, PossibleMiss> _misses = result.PossibleMisses.ToLookup(miss => miss.Field, StringComparer.Ordinal);
    private readonly HashSet<string> _common = CommonReasons(result);

    public static string IdOf(int index) => FormattableString.Invariant($"d{index + 1}");

    /// <param name="count">Documents in the report.</param>
    public void Write(int count, QuoteContext? context)
    {
        html.Write($"<section class=\"doc\" id=\"{_id}\" tabindex=\"-1\" aria-labelledby=\"{_id}h\">\n<nav><a href=\"#top\">All documents</a>");
        WriteNeighbour(index - 1, count, "Previous");
        WriteNeighbour(index + 1, count, "Next");
        html.Write($"</nav>\n<h2 id=\"{_id}h\"><bdi>{result.Document}</bdi> <span class=\"badge {ReportTable.Class(result.Status)}\">{ReportTable.Words(result.Status)}</span></h2>\n");
        WriteFacts();
        if (result.Failure is { } failure)
        {
            html.Write($"<p class=\"failure\"><b>{failure.Code}</b>: {failure.Reason}</p>\n");
        }
        else if (result.DuplicateOf is { } original)
        {
            html.Write($"<p>The same content as <bdi>{original}</bdi>, which carries the result.</p>\n");
        }
        else
        {
            WriteColumns(new ReportPlaces(html, _id, pages.Select(page => page.Number).ToHashSet(), context));
        }

        html.Write($"</section>\n");
    }

    /// <summary>What holds for every doubtful field is said once.</summary>
    private static HashSet<string> CommonReasons(DocumentResult result)
    {
        var doubtful = result.Fields.Values.Where(field => field.Decision == FieldDecision.Review).ToArray();
        return doubtful.Length < 2 ? [] : doubtful.Select(field => field.Reasons.AsEnumerable()).Aggregate((all, reasons) => all.Intersect(reasons, StringComparer.Ordinal)).ToHashSet(StringComparer.Ordinal);
    }

    private void WriteNeighbour(int other, int count, string words)
    {
        if (other >= 0 && other < count)
        {
            html.Write($" <a href=\"#{IdOf(other)}\">{words}</a>");
        }
    }

    private void WriteFacts()
    {
        html.Write($"<p class=\"facts\">");
        if (result.Pages.Count > 0)
        {
            html.Write($"{ReportField.Count(result.Pages.Count, "page")} · ");
        }

        html.Write($"{result.Cost.Total} {result.Cost.Currency} · {result.Schema} · {result.Model}");
        if (result.Sha256 is { } hash)
        {
            html.Write($" · sha256 <code>{hash}</code>");
        }

        html.Write($"</p>\n");
        if (_common.Count > 0)
        {
            html.Write($"<p class=\"why\">Every field to check: {string.Join("; ", _common.Select(ReasonWords.Of))}.</p>\n");
        }
    }

    private void WriteColumns(ReportPlaces places)
    {
        html.Write($"<div class=\"cols\"><div class=\"fields\">\n");
        var writer = new ReportField(html, places, _common);
        WriteFields(writer, result.Fields.Where(field => field.Value.Values.Count > 0));
        var without = result.Fields.Where(field => field.Value.Values.Count == 0).ToArray();
        var more = without.Where(field => ReportField.HasMore(field.Value, [.. _misses[field.Key]], _common)).ToArray();
        if (more.Length > 0)
        {
            html.Write($"<details class=\"group\"><summary>{ReportField.Count(more.Length, "field")} without a value, with something to look at</summary>\n");
            WriteFields(writer, more);
            html.Write($"</details>\n");
        }

        var nothing = without.Except(more).ToArray();
        if (nothing.Length > 0)
        {
            html.Write($"<details class=\"group\"><summary>{ReportField.Count(nothing.Length, "field")} with nothing found</summary><p>{string.Join(", ", nothing.Select(field => ReportField.Title(field.Key)))}</p></details>\n");
        }

        html.Write($"</div>\n");
        WritePages(places.Boxes);
        html.Write($"</div>\n");
    }

    private void WriteFields(ReportField writer, IEnumerable<KeyValuePair<string, FieldResult>> fields)
    {
        foreach (var (name, field) in fields)
        {
            writer.Write(name, field, [.. _misses[name]]);
        }
    }

    private void WritePages(IReadOnlyList<ReportBox> boxes)
    {
        if (pages.Count == 0)
        {
            return;
        }

        html.Write($"<div class=\"pages\" tabindex=\"0\" role=\"group\" aria-label=\"Pages\">\n");
        var sizes = result.Pages.ToDictionary(page => page.Number);
        foreach (var page in pages.Where(page => sizes.ContainsKey(page.Number)))
        {
            var size = sizes[page.Number];
            html.Write($"<figure id=\"{_id}p{page.Number}\"><figcaption>Page {page.Number} of {result.Pages.Count}</figcaption><div class=\"sheet\">");
            html.Write($"<img alt=\"Page {page.Number}\" width=\"{size.Width:0}\" height=\"{size.Height:0}\" src=\"data:image/png;base64,");
            html.WriteBase64(File.ReadAllBytes(page.File));
            html.Write($"\"><svg viewBox=\"0 0 {size.Width} {size.Height}\" preserveAspectRatio=\"none\">\n");
            foreach (var box in boxes.Where(box => box.Evidence.Page == page.Number))
            {
                WriteBox(box);
            }

            html.Write($"</svg></div></figure>\n");
        }

        html.Write($"</div>\n");
    }

    private void WriteBox(ReportBox box)
    {
        html.Write($"<g id=\"{box.Id}\" class=\"{(box.Candidate ? "c" : "v")}\" data-v=\"{box.Value}\"><title>{box.Title}</title>");
        foreach (var line in box.Evidence.Boxes)
        {
            html.Write($"<rect x=\"{line[0]:0.##}\" y=\"{line[1]:0.##}\" width=\"{Math.Max(0, line[2] - line[0]):0.##}\" height=\"{Math.Max(0, line[3] - line[1]):0.##}\"/>");
        }

        html.Write($"</g>\n");
    }
}
