using System.Globalization;
using System.Text.Json;
using Pipeline.Cli.Report;
using Pipeline.Domain.Results;

namespace Pipeline.Cli.Run;

/// <summary>What a run says at its end, on standard output: the table and the sums, or one JSON object.</summary>
internal static class RunReport
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void Print(TextWriter writer, RunSummary run, RunOptions options)
    {
        new RunTable(options.Fields).Print(writer, run.Results);
        writer.WriteLine();
        foreach (var line in Sums(run).SelectMany(line => RunTable.Wrap(line, RunTable.Columns)))
        {
            writer.WriteLine(line);
        }

        var results = PathName.Shown(options.Out);
        writer.WriteLine($"Results: {Path.Combine(results, "results.jsonl")} and {Path.Combine(results, "results.csv")}");
        if (options.Report is not null)
        {
            writer.WriteLine($"Report: {Path.Combine(results, ReportFile.Name)}");
            writer.WriteLine("Correction: not in this version. The report shows each value to review and where it stands.");
        }

        if (run.Interrupted)
        {
            writer.WriteLine("Interrupted. What was in flight is handed back; the same command goes on.");
        }
    }

    public static void PrintJson(TextWriter writer, RunSummary run, RunOptions options)
    {
        var sums = RunSums.Of(run);
        writer.WriteLine(JsonSerializer.Serialize(
            new
            {
                run.Files,
                run.Skipped,
                Statuses = sums.Statuses.ToDictionary(s => s.Status.ToString().ToLowerInvariant(), s => s.Count),
                sums.Values,
                sums.ToReview,
                Seconds = Math.Round(run.Reading.TotalSeconds, 3),
                Cost = sums.Costs.Sum().ToString("0.00000000", CultureInfo.InvariantCulture),
                sums.Currency,
                PriceDate = run.PriceDate,
                Budget = run.Calibration?.Accept.Budget,
                Threshold = run.Calibration?.Accept.Threshold,
                options.Out,
                Report = options.Report is null ? null : Path.Combine(options.Out, ReportFile.Name),
                run.Interrupted,
            },
            Json));
    }

    private static IEnumerable<string> Sums(RunSummary run)
    {
        var sums = RunSums.Of(run);
        var counts = sums.Statuses.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Count} {Name(s.Status)}{(s.Status == ResultStatus.Review ? $" ({sums.ToReview} of {sums.Values} values)" : "")}"));
        yield return string.Create(CultureInfo.InvariantCulture, $"{run.Files} {(run.Files == 1 ? "file" : "files")}: {string.Join(", ", counts)}");
        if (run.Engine is { } engine && run.Opened > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{run.Opened} read in {run.Reading.TotalSeconds:0.0} s: {run.Opened / run.Reading.TotalMinutes:0.0} documents a minute, {engine.Tokens / run.Reading.TotalSeconds:0} tokens a second{(run.Skipped > 0 ? $"; {run.Skipped} unchanged" : "")}");
        }
        else if (!run.Interrupted)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{run.Skipped} unchanged, nothing to read");
        }

        if (sums.Costs.Count > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Cost {sums.Costs.Sum():0.000000} {sums.Currency} in all, {sums.Costs.Average():0.000000} a document, at the price of {run.PriceDate:yyyy-MM-dd}");
        }

        yield return BudgetWords.Of(run.Calibration, run.Identity.Schema);
    }

    private static string Name(ResultStatus status) => status switch
    {
        ResultStatus.Accepted => "accepted",
        ResultStatus.Review => "to review",
        ResultStatus.Failed => "failed",
        ResultStatus.Duplicate => "duplicate",
    };
}
