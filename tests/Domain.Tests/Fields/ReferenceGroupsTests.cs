using System.Globalization;
using System.Text.Json;
using Pipeline.Domain.Evaluation;
using Pipeline.Domain.Fields;
using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;
using Pipeline.Domain.Tests.Evaluation;
using Xunit.Abstractions;

namespace Pipeline.Domain.Tests.Fields;

/// <summary>Our normal forms and groups on what the reference decoder found in the 41 documents that the model never saw.</summary>
public sealed class ReferenceGroupsTests(ITestOutputHelper output)
{
    // The reference's own figure with its normal forms, at the same thresholds (the model's card).
    private const double ReferenceF1 = 0.837;

    [DataFact]
    public void Score_at_least_what_the_reference_scores()
    {
        var schema = ExtractionSchema.Parse(File.ReadAllText(Path.Combine(SharedData.Repository, "schemas", "nda.v1.json")));
        var emit = Emit();
        var assembler = new FieldAssembler(schema, emit);
        var results = File.ReadLines(SharedData.ReferenceResults).Select(line => Reassemble(line, assembler)).ToList();
        var expected = File.ReadAllLines(SharedData.KleisterExpected);
        var score = KleisterScorer.ScoreLines(results, expected, new KleisterOptions(PresentOnly: true));
        output.WriteLine(score.ToText());
        Assert.Equal(41, score.Documents);
        Assert.True(score.Total.F1 >= ReferenceF1, string.Create(CultureInfo.InvariantCulture, $"F1 {score.Total.F1:F4}"));
    }

    private static Dictionary<string, double> Emit()
    {
        using var card = JsonDocument.Parse(File.ReadAllText(Path.Combine(SharedData.Repository, "models", "contracts-135m.card.json")));
        return card.RootElement.GetProperty("emit").EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetDouble());
    }

    /// <summary>Takes each of the reference's groups for one finding: its best quote is all that the file has of it.</summary>
    private static string Reassemble(string line, FieldAssembler assembler)
    {
        using var reference = JsonDocument.Parse(line);
        var sentences = new List<string>();
        var findings = new List<Finding>();
        foreach (var field in reference.RootElement.GetProperty("fields").EnumerateObject())
        {
            foreach (var group in field.Value.GetProperty("values").EnumerateArray())
            {
                var value = group.GetProperty("value").GetString()!;
                var quote = group.GetProperty("evidence")[0].GetProperty("quote").GetString()!;
                if (!sentences.Contains(quote))
                {
                    sentences.Add(quote);
                }

                var start = quote.IndexOf(value, StringComparison.Ordinal);
                Assert.True(start >= 0, "A value of the reference is not in its quote.");
                findings.Add(new Finding(sentences.IndexOf(quote), field.Name, start, value.Length, group.GetProperty("confidence").GetDouble(), Findings.Decisions));
            }
        }

        var fields = assembler.Assemble(findings, sentences, (sentence, start, length) => [new Evidence(1, sentences[sentence], [start!.Value, start.Value + length!.Value], [])]);
        return JsonSerializer.Serialize(new { document = reference.RootElement.GetProperty("document").GetString(), fields }, ResultJson.Options);
    }
}
