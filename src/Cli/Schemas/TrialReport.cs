using System.Globalization;
using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;

namespace Pipeline.Cli.Schemas;

/// <summary>What a schema found in samples, field by field.</summary>
internal static class TrialReport
{
    // A field of many values shows its first; the count says how many there are.
    private const int MostValues = 5;
    private const int LongestValue = 80;

    public static bool AnyFailed(IReadOnlyList<DocumentResult> results) => results.Any(result => result.Status == ResultStatus.Failed);

    public static IEnumerable<string> Lines(ExtractionSchema schema, IReadOnlyList<DocumentResult> results, int files)
    {
        yield return FormattableString.Invariant($"{schema.Identity} on {results.Count} of {files} samples");
        foreach (var failed in results.Where(result => result.Failure is not null))
        {
            yield return $"✗ {failed.Document}  {failed.Failure!.Reason}";
        }

        var read = results.Where(result => result.Fields.Count > 0).ToList();
        foreach (var field in schema.Fields)
        {
            var found = read.Count(result => result.Fields[field.Name].Values.Count > 0);
            yield return "";
            yield return FormattableString.Invariant($"{field.Name} ({field.Kind.ToString().ToLowerInvariant()}): found in {found} of {read.Count}");
            foreach (var result in read)
            {
                foreach (var line in Document(result.Document, result.Fields[field.Name]))
                {
                    yield return line;
                }
            }
        }
    }

    private static IEnumerable<string> Document(string name, FieldResult field)
    {
        if (field.Values.Count == 0)
        {
            var near = field.Candidates.Count == 0 ? "" : $"  nearest: {Short(Text(field.Candidates[0]))} ({Percent(field.Candidates[0].Confidence)})";
            yield return $"  {name}  – {(field.State == FieldState.BlankInDocument ? "left blank in the document" : "not found")}{near}";
            yield break;
        }

        foreach (var value in field.Values.Take(MostValues))
        {
            yield return $"  {name}  {Short(Text(value))}{(value.Normalized is { } normal && normal != value.Value ? $" = {Short(normal)}" : "")}  ({Percent(value.Confidence)})";
        }

        if (field.Values.Count > MostValues)
        {
            yield return FormattableString.Invariant($"  {name}  and {field.Values.Count - MostValues} more");
        }
    }

    private static string Text(FieldValue value) => value.Value ?? (value.Evidence.Count > 0 ? value.Evidence[0].Quote : "");

    private static string Short(string text) => text.Length <= LongestValue ? text : text[..(char.IsHighSurrogate(text[LongestValue - 2]) ? LongestValue - 2 : LongestValue - 1)] + "…";

    private static string Percent(double confidence) => confidence.ToString("P0", CultureInfo.InvariantCulture);
}
