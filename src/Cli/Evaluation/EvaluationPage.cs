using System.Globalization;
using System.Net;
using System.Text;
using Pipeline.Domain.Evaluation;

namespace Pipeline.Cli.Evaluation;

/// <summary>The report for a browser: one file, no script, nothing from a network. It holds counts and names of documents, no text of theirs.</summary>
internal static class EvaluationPage
{
    private const string Style = """
        body{font:15px/1.5 system-ui,sans-serif;max-width:1080px;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
        h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}table{border-collapse:collapse}td,th{text-align:left;padding:.2rem 1rem .2rem 0;border-bottom:1px solid #ddd;vertical-align:top}
        td.n{text-align:right;font-variant-numeric:tabular-nums}pre{background:#f5f5f5;padding:1rem;overflow-x:auto}.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:1rem}
        svg{width:100%;height:auto;font:12px system-ui,sans-serif}svg rect{fill:none;stroke:#999}svg .line{fill:none;stroke:#0b62a4;stroke-width:2}svg .guide{fill:none;stroke:#999;stroke-dasharray:4 4}
        svg circle{fill:#0b62a4}svg .title{font-weight:600;font-size:13px}.worse{color:#a40b0b;font-weight:600}.note{color:#555}
        """;

    public static string Of(EvaluationReport report, RunComparison? comparison)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Evaluation on {Html(report.DataSet)}</title><style>{Style}</style></head><body>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h1>Evaluation on {Html(report.DataSet)}</h1>\n<p>{report.Time:yyyy-MM-dd HH:mm} UTC, {report.Documents.Count} documents. {Html(string.Join("; ", report.ReadWith))}</p>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h2>Found values</h2>\n<pre>{Html(report.Score)}</pre>\n");
        if (comparison is not null)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p{(comparison.IsWorse ? " class=\"worse\"" : "")}>F1 against the other run: {comparison.Difference:+0.0000;-0.0000}, 95 % interval {comparison.Interval.Low:+0.000;-0.000} to {comparison.Interval.High:+0.000;-0.000} over {comparison.Documents} documents of both.</p>\n");
        }

        if (report.Figures is { } figures)
        {
            AppendFigures(page, figures, report.PrecisionRecall);
        }

        page.Append("<h2>Documents</h2>\n<table><thead><tr><th>Document</th><th>Right</th><th>Wrong</th><th>Missed</th></tr></thead><tbody>\n");
        foreach (var document in report.Documents.OrderByDescending(d => d.Wrong + d.Expected - d.Matched).ThenBy(d => d.Document, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Html(document.Document)}</td><td class=\"n\">{document.Right}</td><td class=\"n\">{document.Wrong}</td><td class=\"n\">{document.Expected - document.Matched}</td></tr>\n");
        }

        return page.Append("</tbody></table>\n</body></html>\n").ToString();
    }

    private static void AppendFigures(StringBuilder page, RunFigures figures, IReadOnlyList<CurvePoint> curve)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2>Confidence</h2>\n<p class=\"note\">On the {figures.Documents} documents of the report half; the other half made the choices.</p>\n<table><tbody>\n");
        foreach (var (name, value) in FigureTable.Rows(figures))
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Html(name)}</th><td>{Html(value)}</td></tr>\n");
        }

        var reliability = new SvgPlot("Reliability", "confidence", "share right").Diagonal();
        foreach (var bin in figures.Reliability)
        {
            reliability.Dot(bin.MeanScore, bin.ShareRight, FormattableString.Invariant($"{bin.Count} values, {bin.MeanScore:0.00} said, {bin.ShareRight:0.00} right"));
        }

        var highest = Math.Max(0.05, Math.Ceiling(figures.RiskCoverage.Select(p => p.Y).DefaultIfEmpty().Max() * 20) / 20);
        var risk = new SvgPlot("Risk against coverage", "share of found fields accepted", "share of these wrong") { Highest = highest }.Line(figures.RiskCoverage).Level(figures.Honesty.Budget);
        var precision = new SvgPlot("Precision against recall", "recall", "precision").Line(curve);
        page.Append(CultureInfo.InvariantCulture, $"</tbody></table>\n<div class=\"plots\">{reliability}{risk}{precision}</div>\n");
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
