using System.Text.Json;
using Pipeline.Domain.Normalization;
using Pipeline.Domain.Schemas;
using Pipeline.Domain.Tests.Evaluation;
using Xunit.Abstractions;

namespace Pipeline.Domain.Tests.Normalization;

/// <summary>Every date and duration that the reference decoder read must be one of the spans that we offer for its sentence.</summary>
public sealed class ReferenceSpansTests(ITestOutputHelper output)
{
    [DataFact]
    public void Every_typed_value_of_the_reference_is_one_of_our_spans()
    {
        var cases = Groups().Concat(Passages()).ToList();
        var missed = cases.Where(one => !Spans(one).Any(span => one.Sentence.Substring(span.Start, span.Length) == one.Value)).ToList();
        output.WriteLine($"{cases.Count - missed.Count} of {cases.Count} values are spans of ours.");
        Assert.True(cases.Count >= 50, $"The files held only {cases.Count} typed values.");
        Assert.Empty(missed);
    }

    [DataFact]
    public void Our_normal_forms_of_typed_values_are_the_references()
    {
        var cases = Groups().ToList();
        Assert.All(cases, one => Assert.Equal(one.Normalized, ValueNormalizer.Normalize(one.Kind, one.Value).Text));
    }

    private static IReadOnlyList<TypedSpan> Spans((FieldKind Kind, string Sentence, string Value, string? Normalized) one) =>
        ValueNormalizer.Spans(one.Kind, one.Sentence)!;

    private static IEnumerable<(FieldKind Kind, string Sentence, string Value, string? Normalized)> Groups()
    {
        foreach (var line in File.ReadLines(SharedData.ReferenceResults))
        {
            using var result = JsonDocument.Parse(line);
            foreach (var (field, kind) in new[] { ("effective_date", FieldKind.Date), ("term", FieldKind.Duration) })
            {
                if (!result.RootElement.GetProperty("fields").TryGetProperty(field, out var found))
                {
                    continue;
                }

                foreach (var value in found.GetProperty("values").EnumerateArray())
                {
                    yield return (kind, value.GetProperty("evidence")[0].GetProperty("quote").GetString()!, value.GetProperty("value").GetString()!, value.GetProperty("normalized").GetString());
                }
            }
        }
    }

    private static IEnumerable<(FieldKind Kind, string Sentence, string Value, string? Normalized)> Passages()
    {
        foreach (var line in File.ReadLines(SharedData.ReferencePassages))
        {
            using var passage = JsonDocument.Parse(line);
            foreach (var finding in passage.RootElement.GetProperty("findings").EnumerateArray())
            {
                var field = finding.GetProperty("field").GetString();
                if (field is "effective_date" or "term")
                {
                    var sentence = passage.RootElement.GetProperty("sentences")[finding.GetProperty("sentence").GetInt32()].GetString()!;
                    yield return (field == "term" ? FieldKind.Duration : FieldKind.Date, sentence, finding.GetProperty("value").GetString()!, null);
                }
            }
        }
    }
}
