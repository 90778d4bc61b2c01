using System.Text.Json;
using Pipeline.Domain.Results;

namespace Pipeline.Domain.Evaluation;

/// <summary>
/// Answers of a CUAD data set: a value is right when the normative scorer matches it with a span. The answers of a field are complete when every span is matched,
/// or says no more than one that is ("2TheMart" beside "2THEMART.COM, INC.").
/// </summary>
public sealed class CuadAnswers : IExpectedAnswers
{
    private readonly Dictionary<string, Dictionary<string, List<IReadOnlyList<string>>>> _answers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _many;

    /// <param name="many">Fields that can have several values; one match completes any other.</param>
    /// <exception cref="FormatException">A line is not such a line.</exception>
    public CuadAnswers(IEnumerable<string> expectedLines, IEnumerable<string> many)
    {
        _many = many.ToHashSet(StringComparer.Ordinal);
        foreach (var (document, fields) in ScoreFile.Lines(expectedLines, "expected", Read))
        {
            _answers[document] = fields;
        }

        Fields = [.. _answers.Values.SelectMany(fields => fields.Keys).Distinct().Order(StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Fields { get; }

    public string NameOf(string document) => Path.GetFileNameWithoutExtension(document);

    public bool Knows(string document) => _answers.ContainsKey(document);

    public AnswerLabels Label(string document, string field, FieldResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var spans = _answers[document].GetValueOrDefault(field) ?? [];
        var values = result.Values.Select(value => Matched(value, spans)).ToList();
        var found = values.SelectMany(matched => matched).ToHashSet();
        var complete = _many.Contains(field)
            ? spans.All(span => found.Any(i => span.All(spans[i].Contains)))
            : spans.Count == 0 || found.Count > 0;
        return new AnswerLabels(
            [.. values.Select(matched => matched.Count > 0)],
            [.. result.Candidates.Select(candidate => Matched(candidate, spans).Count > 0)],
            spans.Count,
            complete);
    }

    private static IReadOnlyList<int> Matched(FieldValue value, List<IReadOnlyList<string>> spans) =>
        CuadMatch.Spans(value.Evidence.Select(place => place.Quote).Append(value.Value ?? ""), spans);

    private static (string, Dictionary<string, List<IReadOnlyList<string>>>) Read(JsonElement line) => (
        line.GetProperty("document").GetString() ?? "",
        line.GetProperty("fields").EnumerateObject().ToDictionary(
            field => field.Name,
            field => field.Value.GetProperty("spans").EnumerateArray().Select(span => CuadMatch.Words(span.GetString() ?? "")).Where(words => words.Count > 0).ToList(),
            StringComparer.Ordinal));
}
