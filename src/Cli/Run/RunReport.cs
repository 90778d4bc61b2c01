using System.Globalization;
using Pipeline.Domain.Results;
using Spectre.Console;

namespace Pipeline.Cli.Run;

/// <summary>The table and the closing lines of a run, on standard output.</summary>
internal static class RunReport
{
    private const int MostRows = 25;
    private const int MostFields = 5;

    // What people ask first, where the schema has it.
    private static readonly string[] FirstFields = ["document_name", "parties", "effective_date", "governing_law", "term"];

    public static void Print(IAnsiConsole console, RunSummary run, string folder)
    {
        PrintTable(console, run.Results);
        var counts = run.Results.GroupBy(r => r.Status).OrderBy(g => g.Key).Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Count()} {g.Key.ToString().ToLowerInvariant()}"));
        var read = run.Results.Count - run.Skipped;
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Files} files: {string.Join(", ", counts)}{(run.Skipped > 0 ? $"; {run.Skipped} read before" : "")}"));
        if (run.Engine is not null && read > 0)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Read in {run.Reading.TotalSeconds:0.0} s, {read / run.Reading.TotalMinutes:0.0} documents a minute"));
        }

        PrintCost(console, run.Results);
        console.WriteLine($"Results: {Path.Combine(folder, "results.jsonl")} and {Path.Combine(folder, "results.csv")}");
        var calibrated = run.Results.Any(r => r.Fields.Values.Any(f => f.Confidence is not null));
        console.WriteLine(calibrated
            ? "Confidence is calibrated (docs/confidence.md); what the error budget does not cover goes to review."
            : "Confidence is raw: nothing is accepted without a person until a calibration exists for this model and schema.");
        if (run.Interrupted)
        {
            console.WriteLine("Interrupted. What was in flight is handed back; the same command goes on.");
        }
    }

    private static void PrintTable(IAnsiConsole console, IReadOnlyList<DocumentResult> results)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("Document");
        table.AddColumn("Status");
        table.AddColumn(new TableColumn("Pages").RightAligned());
        table.AddColumn("Found");
        table.AddColumn(new TableColumn("Cost").RightAligned());
        foreach (var result in results.Take(MostRows))
        {
            table.AddRow(
                Markup.Escape(Shorten(Printable(result.Document), 40)),
                result.Status.ToString().ToLowerInvariant(),
                result.Pages.Count > 0 ? result.Pages.Count.ToString(CultureInfo.InvariantCulture) : "",
                Markup.Escape(Found(result)),
                result.Pages.Count > 0 ? Money(decimal.Parse(result.Cost.Total, CultureInfo.InvariantCulture), result.Cost.Currency) : "");
        }

        console.Write(table);
        if (results.Count > MostRows)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  … and {results.Count - MostRows} more in the results"));
        }
    }

    private static string Found(DocumentResult result)
    {
        if (result.Failure is { } failure)
        {
            return $"{failure.Code}: {failure.Reason}";
        }

        if (result.DuplicateOf is { } original)
        {
            return "same content as " + Printable(original);
        }

        var found = result.Fields.Where(f => f.Value.Values.Count > 0).ToArray();
        var shown = found.Where(f => FirstFields.Contains(f.Key)).Take(MostFields)
            .Select(f => $"{f.Key}: {string.Join("; ", f.Value.Values.Take(3).Select(v => Shorten(Printable(v.Normalized ?? v.Value ?? ""), 40)))}{(f.Value.Values.Count > 3 ? "; …" : "")}");
        var rest = found.Count(f => !FirstFields.Contains(f.Key));
        return string.Join("\n", shown.Append(rest > 0 ? string.Create(CultureInfo.InvariantCulture, $"and {rest} of {result.Fields.Count} fields more") : "").Where(l => l.Length > 0));
    }

    private static void PrintCost(IAnsiConsole console, IReadOnlyList<DocumentResult> results)
    {
        var costs = results.Where(r => r.Pages.Count > 0).Select(r => decimal.Parse(r.Cost.Total, CultureInfo.InvariantCulture)).ToArray();
        if (costs.Length > 0)
        {
            var currency = results[0].Cost.Currency;
            console.WriteLine($"Cost {Money(costs.Sum(), currency)}, {Money(costs.Average(), currency)} a document");
        }
    }

    private static string Money(decimal amount, string currency) => string.Create(CultureInfo.InvariantCulture, $"{amount:0.000000} {currency}");

    /// <summary>A name may hold a line feed or an escape sequence; a terminal must not obey it.</summary>
    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '�' : c));

    private static string Shorten(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";
}
