using System.Globalization;
using System.Text.Json;
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
        foreach (var line in Sums(run))
        {
            writer.WriteLine(line);
        }

        writer.WriteLine($"Results: {Path.Combine(options.Out, "results.jsonl")} and {Path.Combine(options.Out, "results.csv")}");
        if (run.Interrupted)
        {
            writer.WriteLine("Interrupted. What was in flight is handed back; the same command goes on.");
        }
    }

    public static void PrintJson(TextWriter writer, RunSummary run, RunOptions options)
    {
        var values = Values(run).ToArray();
        writer.WriteLine(JsonSerializer.Serialize(
            new
            {
                run.Files,
                Skipped = run.Skipped,
                Statuses = run.Results.GroupBy(r => r.Status).ToDictionary(g => g.Key.ToString().ToLowerInvariant(), g => g.Count()),
                Values = values.Length,
                ToReview = values.Count(d => d == FieldDecision.Review),
                Seconds = Math.Round(run.Reading.TotalSeconds, 3),
                Cost = Cost(run).Sum().ToString("0.00000000", CultureInfo.InvariantCulture),
                Currency = run.Results.Count > 0 ? run.Results[0].Cost.Currency : null,
                Out = options.Out,
                run.Interrupted,
            },
            Json));
    }

    private static IEnumerable<string> Sums(RunSummary run)
    {
        var values = Values(run).ToArray();
        var review = values.Count(d => d == FieldDecision.Review);
        var counts = run.Results.GroupBy(r => r.Status).OrderBy(g => g.Key).Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Count()} {Name(g.Key)}"));
        yield return string.Create(CultureInfo.InvariantCulture, $"{run.Files} files: {string.Join(", ", counts)}; {values.Length - review} values accepted, {review} of {values.Length} to review");
        var read = run.Opened;
        if (run.Engine is { } engine && read > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{read} read in {run.Reading.TotalSeconds:0.0} s: {read / run.Reading.TotalMinutes:0.0} documents a minute, {engine.Tokens / run.Reading.TotalSeconds:0} tokens a second{(run.Skipped > 0 ? $"; {run.Skipped} unchanged" : "")}");
        }
        else if (!run.Interrupted)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{run.Skipped} unchanged, nothing to read");
        }

        var costs = Cost(run).ToArray();
        if (costs.Length > 0)
        {
            var currency = run.Results[0].Cost.Currency;
            yield return string.Create(CultureInfo.InvariantCulture, $"Cost {costs.Sum():0.000000} {currency} in all, {costs.Average():0.000000} a document, at the price of {run.PriceDate:yyyy-MM-dd}");
        }

        yield return "Confidence is raw: nothing is accepted without a person until a calibration exists.";
    }

    private static string Name(ResultStatus status) => status switch
    {
        ResultStatus.Accepted => "accepted",
        ResultStatus.Review => "to review",
        ResultStatus.Failed => "failed",
        ResultStatus.Duplicate => "duplicate",
    };

    private static IEnumerable<FieldDecision> Values(RunSummary run) =>
        run.Results.SelectMany(r => r.Fields.Values).SelectMany(f => f.Values.Select(_ => f.Decision));

    private static IEnumerable<decimal> Cost(RunSummary run) =>
        run.Results.Where(r => r.Cost.Lines.Count > 0).Select(r => decimal.Parse(r.Cost.Total, CultureInfo.InvariantCulture));
}
