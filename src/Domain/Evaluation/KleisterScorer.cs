using System.Text.Json;
using Pipeline.Domain.Results;

namespace Pipeline.Domain.Evaluation;

/// <summary>
/// Micro F1 over (document, key, value) on Kleister-NDA: the numbers of the data set's normative script on the same lines. Values are compared without case, marks and
/// double spaces, durations by number and unit.
/// </summary>
public static class KleisterScorer
{
    private const int Resamples = 1000;

    // The schema's field → the data set's key, in the script's order.
    internal static readonly (string Field, string Key)[] Keys =
        [("parties", "party"), ("governing_law", "jurisdiction"), ("term", "term"), ("effective_date", "effective_date")];

    public static KleisterScore Score(IEnumerable<DocumentResult> results, IEnumerable<string> expectedLines, KleisterOptions options)
    {
        ArgumentNullException.ThrowIfNull(results);
        return ScoreLines(results.Select(ResultJson.Write), expectedLines, options);
    }

    /// <param name="resultLines">Lines of a <c>results.jsonl</c>; only <c>document</c> and <c>fields</c> are read.</param>
    /// <param name="expectedLines">Lines of the data set's <c>expected.jsonl</c>.</param>
    /// <exception cref="FormatException">A line is not such a line; the message names it.</exception>
    public static KleisterScore ScoreLines(IEnumerable<string> resultLines, IEnumerable<string> expectedLines, KleisterOptions options)
    {
        ArgumentNullException.ThrowIfNull(resultLines);
        ArgumentNullException.ThrowIfNull(expectedLines);
        ArgumentNullException.ThrowIfNull(options);
        var found = new Dictionary<string, HashSet<(string, string)>>(StringComparer.Ordinal);
        foreach (var (document, values) in ScoreFile.Lines(resultLines, "result", line => Found(line, options.AcceptedOnly)))
        {
            // Two results of one name: the last line counts.
            found[document] = values;
        }

        var documents = new List<(int Right, int Wrong, int Missed)>();
        var counts = new List<DocumentCounts>();
        var fields = Keys.ToDictionary(key => key.Key, key => new FieldScore(key.Key, 0, 0, 0), StringComparer.Ordinal);
        foreach (var (document, expected) in ScoreFile.Lines(expectedLines, "expected", Expected))
        {
            if (!found.TryGetValue(document, out var values))
            {
                if (options.PresentOnly)
                {
                    continue;
                }

                values = [];
            }

            documents.Add(Count(values, expected));
            counts.Add(new DocumentCounts(document, documents[^1].Right, documents[^1].Wrong, documents[^1].Right, documents[^1].Right + documents[^1].Missed));
            foreach (var (_, key) in Keys)
            {
                var (right, wrong, missed) = Count([.. values.Where(value => value.Item1 == key)], [.. expected.Where(value => value.Item1 == key)]);
                var sum = fields[key];
                fields[key] = new FieldScore(key, sum.Right + right, sum.Wrong + wrong, sum.Missed + missed);
            }
        }

        var (low, high) = Interval(documents);
        return new KleisterScore
        {
            // The script knows no field before it has seen a document.
            Fields = documents.Count == 0 ? [] : [.. Keys.Select(key => fields[key.Key])],
            Total = Sum(documents),
            Low = low,
            High = high,
            Documents = documents.Count,
            Counts = counts,
        };
    }

    private static (double Low, double High) Interval(List<(int, int, int)> documents)
    {
        var random = new MersenneTwister(1);
        var scores = new double[Resamples];
        var sample = new (int, int, int)[documents.Count];
        for (var i = 0; i < Resamples; i++)
        {
            for (var j = 0; j < sample.Length; j++)
            {
                sample[j] = documents[random.NextIndex(sample.Length)];
            }

            scores[i] = Sum(sample).F1;
        }

        Array.Sort(scores);
        return (scores[Resamples / 40], scores[Resamples * 39 / 40]);
    }

    private static FieldScore Sum(IReadOnlyCollection<(int Right, int Wrong, int Missed)> documents) =>
        new("all", documents.Sum(document => document.Right), documents.Sum(document => document.Wrong), documents.Sum(document => document.Missed));

    private static (int Right, int Wrong, int Missed) Count(HashSet<(string, string)> found, HashSet<(string, string)> expected)
    {
        var right = found.Count(expected.Contains);
        return (right, found.Count - right, expected.Count - right);
    }

    private static (string Document, HashSet<(string, string)> Values) Found(JsonElement line, bool acceptedOnly)
    {
        var values = new HashSet<(string, string)>();
        if (line.TryGetProperty("fields", out var fields) && fields.ValueKind == JsonValueKind.Object)
        {
            foreach (var (field, key) in Keys)
            {
                if (fields.TryGetProperty(field, out var result) && (!acceptedOnly || ScoreFile.Text(result, "decision") == "accepted"))
                {
                    values.UnionWith(Values(result).Select(value => (key, Fold(key, value))));
                }
            }
        }

        return (ScoreFile.DocumentName(line), values);
    }

    private static IEnumerable<string> Values(JsonElement result)
    {
        if (!result.TryGetProperty("values", out var values))
        {
            yield break;
        }

        foreach (var value in values.EnumerateArray())
        {
            var normalized = ScoreFile.Text(value, "normalized");
            var text = string.IsNullOrEmpty(normalized) ? ScoreFile.Text(value, "value") : normalized;
            if (!string.IsNullOrEmpty(text))
            {
                yield return text;
            }
        }
    }

    private static (string Document, HashSet<(string, string)> Values) Expected(JsonElement line)
    {
        var values = new HashSet<(string, string)>();
        foreach (var field in line.GetProperty("fields").EnumerateObject())
        {
            values.UnionWith(field.Value.EnumerateArray().Select(value => (field.Name, Fold(field.Name, value.GetString() ?? ""))));
        }

        return (line.GetProperty("document").GetString() ?? "", values);
    }

    internal static string Fold(string key, string value) =>
        key == "term" ? KleisterFold.Term(KleisterFold.Fold(value)) : KleisterFold.Fold(value);
}
