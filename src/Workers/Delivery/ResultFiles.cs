using System.Globalization;
using CsvHelper;
using Pipeline.Domain.Results;

namespace Pipeline.Workers.Delivery;

/// <summary>Writes <c>results.jsonl</c> and <c>results.csv</c> (docs/results.md). Each file is replaced as a whole.</summary>
public static class ResultFiles
{
    public static async Task WriteAsync(string folder, IReadOnlyList<DocumentResult> results, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        await ReplacedFile.WriteAsync(Path.Combine(folder, "results.jsonl"), writer => WriteLinesAsync(writer, results, cancellationToken), cancellationToken);
        await ReplacedFile.WriteAsync(Path.Combine(folder, "results.csv"), writer => WriteRowsAsync(writer, results, cancellationToken), cancellationToken);
    }

    private static async Task WriteLinesAsync(StreamWriter writer, IReadOnlyList<DocumentResult> results, CancellationToken cancellationToken)
    {
        foreach (var result in results)
        {
            await writer.WriteAsync(ResultJson.Write(result).AsMemory(), cancellationToken);
            await writer.WriteAsync("\n".AsMemory(), cancellationToken);
        }
    }

    private static async Task WriteRowsAsync(StreamWriter writer, IReadOnlyList<DocumentResult> results, CancellationToken cancellationToken)
    {
        // A cell that a spreadsheet would run as a formula is escaped (security.md).
        var options = new CsvWriterOptions { NewLine = "\n", Injection = CsvInjection.Escape };
        await using var csv = CsvWriter.Create(writer, options, leaveOpen: true);
        await csv.WriteRecordAsync(["document", "field", "value", "normalized", "confidence", "decision", "page", "quote"], cancellationToken);
        foreach (var result in results)
        {
            foreach (var (name, field) in result.Fields)
            {
                foreach (var value in field.Values)
                {
                    await csv.WriteRecordAsync(Row(result.Document, name, field.Decision, value), cancellationToken);
                }
            }
        }
    }

    private static string[] Row(string document, string field, FieldDecision decision, FieldValue value)
    {
        var evidence = value.Evidence.Count > 0 ? value.Evidence[0] : null;
        return
        [
            document,
            field,
            value.Value ?? "",
            value.Normalized ?? "",
            value.Confidence.ToString("0.0000", CultureInfo.InvariantCulture),
            decision.ToString().ToLowerInvariant(),
            evidence?.Page.ToString(CultureInfo.InvariantCulture) ?? "",
            evidence?.Quote ?? "",
        ];
    }
}
