using System.Text.Json;
using Pipeline.Domain.Results;

namespace Pipeline.Domain.Evaluation;

/// <summary>
/// Precision, recall and the area under their curve on CUAD: the numbers of the data set's normative script on the same lines. A value matches an annotated span when the words of
/// one of its quotes, or its own, overlap with those of the span (<see cref="CuadMatch"/>).
/// </summary>
public static class CuadScorer
{
    public static CuadScore Score(IEnumerable<DocumentResult> results, IEnumerable<string> expectedLines, bool presentOnly)
    {
        ArgumentNullException.ThrowIfNull(results);
        return ScoreLines(results.Select(ResultJson.Write), expectedLines, presentOnly);
    }

    /// <param name="resultLines">Lines of a <c>results.jsonl</c>; only <c>document</c> and <c>fields</c> are read. Of two results of one name the last counts.</param>
    /// <param name="expectedLines">Lines of the data set's <c>expected.jsonl</c>.</param>
    /// <param name="presentOnly">Counts only documents that have a result.</param>
    /// <exception cref="FormatException">A line is not such a line; the message names it.</exception>
    public static CuadScore ScoreLines(IEnumerable<string> resultLines, IEnumerable<string> expectedLines, bool presentOnly)
    {
        ArgumentNullException.ThrowIfNull(resultLines);
        ArgumentNullException.ThrowIfNull(expectedLines);
        var found = new Dictionary<string, Dictionary<string, List<Said>>>(StringComparer.Ordinal);
        foreach (var (document, fields) in ScoreFile.Lines(resultLines, "result", Found))
        {
            found[document] = fields;
        }

        var tally = new CuadTally();
        foreach (var (document, fields) in ScoreFile.Lines(expectedLines, "expected", Expected))
        {
            var has = found.TryGetValue(document, out var said);
            if (presentOnly && !has)
            {
                continue;
            }

            tally.Begin(document);
            foreach (var (field, spans) in fields)
            {
                tally.Add(field, spans, said?.GetValueOrDefault(field) ?? []);
            }
        }

        return tally.Score();
    }

    private static (string Document, Dictionary<string, List<Said>> Fields) Found(JsonElement line)
    {
        var found = new Dictionary<string, List<Said>>(StringComparer.Ordinal);
        if (line.TryGetProperty("fields", out var fields) && fields.ValueKind == JsonValueKind.Object)
        {
            foreach (var field in fields.EnumerateObject())
            {
                if (field.Value.TryGetProperty("values", out var values))
                {
                    found[field.Name] = [.. values.EnumerateArray().Select(Value)];
                }
            }
        }

        var name = ScoreFile.DocumentName(line);
        var dot = name.LastIndexOf('.');
        return (dot < 0 ? name : name[..dot], found);
    }

    private static Said Value(JsonElement value)
    {
        var texts = new List<string>();
        if (value.TryGetProperty("evidence", out var evidence))
        {
            texts.AddRange(evidence.EnumerateArray().Select(place => ScoreFile.Text(place, "quote") ?? ""));
        }

        texts.Add(ScoreFile.Text(value, "value") ?? "");
        return new Said(value.TryGetProperty("confidence", out var confidence) ? confidence.GetDouble() : 0.5, texts);
    }

    private static (string Document, List<(string Field, List<IReadOnlyList<string>> Spans)> Fields) Expected(JsonElement line)
    {
        var fields = line.GetProperty("fields").EnumerateObject().Select(field => (
            field.Name,
            field.Value.GetProperty("spans").EnumerateArray().Select(span => CuadMatch.Words(span.GetString() ?? "")).Where(words => words.Count > 0).ToList())).ToList();
        return (line.GetProperty("document").GetString() ?? "", fields);
    }

    /// <summary>A value of a result, and the texts that may match: its quotes and itself.</summary>
    internal sealed record Said(double Confidence, IReadOnlyList<string> Texts);
}
