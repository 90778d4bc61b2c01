using System.Globalization;
using Pipeline.Domain.Results;

namespace Pipeline.Cli.Report;

/// <summary>The list of documents: sorted and filtered by the script, complete without it.</summary>
internal static class ReportTable
{
    public static string Class(ResultStatus status) => status switch
    {
        ResultStatus.Accepted => "accepted",
        ResultStatus.Review => "review",
        ResultStatus.Failed => "failed",
        ResultStatus.Duplicate => "duplicate",
    };

    public static string Words(ResultStatus status) => status switch
    {
        ResultStatus.Accepted => "accepted",
        ResultStatus.Review => "to review",
        ResultStatus.Failed => "failed",
        ResultStatus.Duplicate => "duplicate",
    };

    public static void Write(HtmlWriter html, IReadOnlyList<DocumentResult> results)
    {
        html.Write($"<section id=\"list\" aria-label=\"Documents\">\n<p id=\"controls\" hidden><label>Find <input id=\"q\" type=\"search\" placeholder=\"name or value\"></label> <label>Status <select id=\"s\"><option value=\"\">all</option>");
        foreach (var status in results.Select(result => result.Status).Distinct().Order())
        {
            html.Write($"<option value=\"{Class(status)}\">{Words(status)}</option>");
        }

        html.Write($"</select></label> <output id=\"n\"></output></p>\n<div class=\"scroll\"><table><thead><tr>");
        foreach (var (title, number) in ((string, bool)[])[("Document", false), ("Status", false), ("Found", true), ("To check", true), ("Pages", true), ("Cost", true)])
        {
            html.Write($"<th scope=\"col\"{(number ? " class=n" : "")}><button type=\"button\">{title}</button></th>");
        }

        html.Write($"</tr></thead><tbody>\n");
        for (var i = 0; i < results.Count; i++)
        {
            WriteRow(html, results[i], ReportDocument.IdOf(i));
        }

        html.Write($"</tbody></table></div>\n</section>\n");
    }

    private static void WriteRow(HtmlWriter html, DocumentResult result, string id)
    {
        html.Write($"<tr data-d=\"{id}\" data-s=\"{Class(result.Status)}\"><td data-k=\"{result.Document}\"><a href=\"#{id}\"><bdi>{result.Document}</bdi></a>");
        if (result.Failure is { } failure)
        {
            html.Write($"<p class=\"failure\">{failure.Code}: {failure.Reason}</p>");
        }
        else if (result.DuplicateOf is { } original)
        {
            html.Write($"<p class=\"more\">same content as <bdi>{original}</bdi></p>");
        }

        html.Write($"</td><td><span class=\"badge {Class(result.Status)}\">{Words(result.Status)}</span></td>");
        Number(html, result.Fields.Count == 0 ? null : result.Fields.Values.Count(field => field.Values.Count > 0));
        Number(html, result.Fields.Count == 0 ? null : result.Fields.Values.Count(field => field.Values.Count > 0 && field.Decision == FieldDecision.Review));
        Number(html, result.Pages.Count == 0 ? null : result.Pages.Count);
        html.Write($"<td class=\"n\" data-k=\"{result.Cost.Total}\">{(result.Cost.Lines.Count == 0 ? "" : decimal.Parse(result.Cost.Total, CultureInfo.InvariantCulture).ToString("0.000000", CultureInfo.InvariantCulture))}</td></tr>\n");
    }

    private static void Number(HtmlWriter html, int? number) =>
        html.Write($"<td class=\"n\" data-k=\"{number ?? -1}\">{(number is { } shown ? shown.ToString(CultureInfo.InvariantCulture) : "")}</td>");
}
