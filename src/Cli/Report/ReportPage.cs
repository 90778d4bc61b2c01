using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Cli.Run;

namespace Pipeline.Cli.Report;

/// <summary><c>report.html</c>: one page that holds all it shows and may load nothing. Its policy names the hashes of its own style and script, so that nothing else could run, whatever a document holds.</summary>
internal static class ReportPage
{
    public static void WriteHead(HtmlWriter html, RunSummary run, ReportPictures pictures)
    {
        html.Write($"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src '{Hash(ReportStyle.Text)}'; script-src '{Hash(ReportScript.Text)}'; base-uri 'none'; form-action 'none'\">\n");
        html.Write($"<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"referrer\" content=\"no-referrer\"><title>Contracts read {run.Finished:yyyy-MM-dd HH:mm} UTC</title><style>");
        html.WriteOwn(ReportStyle.Text);
        html.Write($"</style></head>\n<body{(run.Results.Count == 1 ? " class=one" : "")}>\n<div id=\"top\"></div><header id=\"about\"><h1>Contracts read</h1>\n<dl>");
        foreach (var (name, value) in Facts(run))
        {
            html.Write($"<div><dt>{name}</dt><dd>{value}</dd></div>");
        }

        html.Write($"</dl>\n<p class=\"note\">{BudgetWords.Of(run.Calibration, run.Identity.Schema)}</p>\n");
        WriteNotes(html, run, pictures);
        html.Write($"</header>\n");
    }

    public static void WriteEnd(HtmlWriter html)
    {
        html.Write($"<script>");
        html.WriteOwn(ReportScript.Text);
        html.Write($"</script>\n</body></html>\n");
    }

    private static IEnumerable<(string Name, string Value)> Facts(RunSummary run)
    {
        var sums = RunSums.Of(run);
        yield return ("Files", Number(run.Files));
        foreach (var (status, count) in sums.Statuses)
        {
            yield return (ReportField.Title(ReportTable.Words(status)), Number(count));
        }

        yield return ("Values to review", string.Create(CultureInfo.InvariantCulture, $"{sums.ToReview} of {sums.Values}"));
        if (run.Engine is { } engine && run.Opened > 0)
        {
            yield return ("Documents a minute", string.Create(CultureInfo.InvariantCulture, $"{run.Opened / run.Reading.TotalMinutes:0.0}"));
            yield return ("Tokens a second", string.Create(CultureInfo.InvariantCulture, $"{engine.Tokens / run.Reading.TotalSeconds:0}"));
        }
        else
        {
            yield return ("Read in this run", "nothing, all unchanged");
        }

        if (sums.Costs.Count > 0)
        {
            yield return ("Cost in all", string.Create(CultureInfo.InvariantCulture, $"{sums.Costs.Sum():0.000000} {sums.Currency}"));
            yield return ("A document", string.Create(CultureInfo.InvariantCulture, $"{sums.Costs.Average():0.000000} {sums.Currency}"));
            yield return ("Price of", run.PriceDate.ToString("O", CultureInfo.InvariantCulture));
        }

        yield return ("Model", run.Identity.Model);
        yield return ("Schema", run.Identity.Schema);
        yield return ("Pipeline", run.Identity.Version);
        yield return ("Made", run.Finished.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
    }

    private static void WriteNotes(HtmlWriter html, RunSummary run, ReportPictures pictures)
    {
        if (run.Interrupted)
        {
            html.Write($"<p class=\"note\">The run was interrupted: this shows what was done until then.</p>\n");
        }

        if (pictures.Problem is { } problem)
        {
            html.Write($"<p class=\"note\">Pages could not be drawn: {problem}</p>\n");
        }

        if (pictures.LeftOut.Count > 0)
        {
            html.Write($"<details><summary>Page images of {ReportField.Count(pictures.LeftOut.Count, "document")} are left out, to keep this file at a size that a browser opens quickly</summary><p>Run again with <code>--report-images all</code> to have them all; nothing is read again. Without images: ");
            for (var i = 0; i < pictures.LeftOut.Count; i++)
            {
                html.Write($"{(i > 0 ? ", " : "")}<a href=\"#{ReportDocument.IdOf(pictures.LeftOut[i])}\"><bdi>{run.Results[pictures.LeftOut[i]].Document}</bdi></a>");
            }

            html.Write($"</p></details>\n");
        }
    }

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
