using System.Text.Json;
using Pipeline.Domain.Results;

namespace Pipeline.Domain.Evaluation;

/// <summary>Answers of a Kleister-NDA data set: a value is right when the normative scorer counts it so.</summary>
public sealed class KleisterAnswers : IExpectedAnswers
{
    private readonly Dictionary<string, ILookup<string, string>> _answers = new(StringComparer.Ordinal);

    /// <exception cref="FormatException">A line is not such a line.</exception>
    public KleisterAnswers(IEnumerable<string> expectedLines)
    {
        foreach (var (document, values) in ScoreFile.Lines(expectedLines, "expected", Read))
        {
            _answers[document] = values;
        }
    }

    public IReadOnlyList<string> Fields => [.. KleisterScorer.Keys.Select(key => key.Field)];

    public string NameOf(string document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return document[(document.LastIndexOf('/') + 1)..];
    }

    public bool Knows(string document) => _answers.ContainsKey(document);

    public AnswerLabels Label(string document, string field, FieldResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var key = KleisterScorer.Keys.Single(k => k.Field == field).Key;
        var expected = _answers[document][key].ToHashSet(StringComparer.Ordinal);
        var values = result.Values.Select(value => Form(key, value)).ToList();
        return new AnswerLabels(
            [.. values.Select(expected.Contains)],
            [.. result.Candidates.Select(candidate => expected.Contains(Form(key, candidate)))],
            expected.Count,
            expected.IsSubsetOf(values));
    }

    private static string Form(string key, FieldValue value) =>
        KleisterScorer.Fold(key, string.IsNullOrEmpty(value.Normalized) ? value.Value ?? "" : value.Normalized);

    private static (string, ILookup<string, string>) Read(JsonElement line) => (
        line.GetProperty("document").GetString() ?? "",
        line.GetProperty("fields").EnumerateObject()
            .SelectMany(field => field.Value.EnumerateArray().Select(value => (field.Name, Value: KleisterScorer.Fold(field.Name, value.GetString() ?? ""))))
            .ToLookup(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal));
}
