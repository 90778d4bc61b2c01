using System.Text.Json;
using Pipeline.Domain.Fields;
using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;
using Pipeline.Domain.Tests.Normalization;
using static Pipeline.Domain.Tests.Fields.Findings;

namespace Pipeline.Domain.Tests.Fields;

public sealed class FieldAssemblerPropertyTests
{
    private const int Documents = 400;

    [Fact]
    public void Every_value_is_verbatim_and_every_confidence_a_probability()
    {
        for (var seed = 0; seed < Documents; seed++)
        {
            var (sentences, findings) = RandomDocument(seed);
            foreach (var value in Assemble(sentences, findings).Values.SelectMany(field => field.Values.Concat(field.Candidates)))
            {
                Assert.InRange(value.Confidence, 0, 1);
                Assert.NotEmpty(value.Evidence);
                var first = value.Evidence[0];
                Assert.Equal(value.Value, first.Span is [var start, var end] ? first.Quote[start..end] : null);
            }
        }
    }

    [Fact]
    public void No_finding_is_lost_and_none_counts_twice()
    {
        for (var seed = 0; seed < Documents; seed++)
        {
            var (sentences, findings) = RandomDocument(seed);
            var result = Assemble(sentences, findings);
            foreach (var field in Schema.Fields)
            {
                var places = result[field.Name].Values.Concat(result[field.Name].Candidates)
                    .SelectMany(value => value.Evidence)
                    .Select(evidence => (Sentence: evidence.Page - 1, Text: evidence.Span is [var start, var end] ? evidence.Quote[start..end] : null))
                    .ToList();
                var own = findings.Where(finding => finding.Field == field.Name).Select(finding => (finding.Sentence, Text: Text(sentences, finding))).Distinct().ToList();

                // Each text of a sentence is in one group once. Two names in one span may be there as two places instead, which other findings may share.
                var whole = own.Where(places.Contains).ToList();
                Assert.All(whole, finding => Assert.Single(places, finding));
                foreach (var (sentence, text) in own.Except(whole))
                {
                    Assert.Equal("parties", field.Name);
                    Assert.NotNull(text);
                    Assert.Contains(places, place => place.Sentence == sentence && place.Text is { } half && text.StartsWith(half, StringComparison.Ordinal));
                    Assert.Contains(places, place => place.Sentence == sentence && place.Text is { } half && text.EndsWith(half, StringComparison.Ordinal));
                }
            }
        }
    }

    [Fact]
    public void The_order_of_the_findings_does_not_matter()
    {
        for (var seed = 0; seed < Documents; seed++)
        {
            var (sentences, findings) = RandomDocument(seed);
            var shuffled = findings.ToArray();
            new Random(seed).Shuffle(shuffled);
            Assert.Equal(Json(sentences, findings), Json(sentences, shuffled));
        }
    }

    [Fact]
    public void A_threshold_moves_groups_but_loses_none()
    {
        for (var seed = 0; seed < Documents; seed++)
        {
            var (sentences, findings) = RandomDocument(seed);
            var all = Assemble(sentences, findings);
            var high = Assemble(sentences, findings, [.. Schema.Fields.Select(field => (field.Name, 0.7))]);
            foreach (var field in Schema.Fields)
            {
                Assert.All(high[field.Name].Values, value => Assert.True(value.Confidence >= 0.7));
                Assert.Equal(
                    all[field.Name].Values.Count + all[field.Name].Candidates.Count,
                    high[field.Name].Values.Count + high[field.Name].Candidates.Count);
                Assert.True(field.Many || high[field.Name].Values.Count <= 1);
            }
        }
    }

    private static string? Text(string[] sentences, Finding finding) =>
        finding.Start is { } start && finding.Length is { } length ? sentences[finding.Sentence].Substring(start, length) : null;

    private static string Json(string[] sentences, IEnumerable<Finding> findings) =>
        JsonSerializer.Serialize(Assemble(sentences, findings), ResultJson.Options);

    private static (string[] Sentences, List<Finding> Findings) RandomDocument(int seed)
    {
        var random = new Random(seed);
        var texts = new ArbitraryText(seed);
        string[] names = ["Acme", "Acme Inc.", "ACME, INC.", "Acme Holdings, LLC", "Bolt", "Bolt Ltd", "Bolt Limited", "Acme and Bolt", "Bolt & Acme Holdings", "Ohio", "State of Ohio", "May 3, 2011", "5/3/11", "2 years", "two (2) years", "two (3) years"];
        var sentences = Enumerable.Range(0, random.Next(1, 6))
            .Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(6) == 0 ? texts.Next() : names[random.Next(names.Length)])) + ".")
            .ToArray();
        var findings = new List<Finding>();
        for (var left = random.Next(0, 30); left > 0; left--)
        {
            var field = Schema.Fields[random.Next(Schema.Fields.Count)];
            var sentence = random.Next(sentences.Length);
            var name = names[random.Next(names.Length)];
            var start = sentences[sentence].IndexOf(name, StringComparison.Ordinal);
            var length = name.Length;
            if (start < 0)
            {
                start = random.Next(sentences[sentence].Length);
                length = random.Next(1, sentences[sentence].Length - start + 1);
            }

            var none = field.Value == ValueRule.None || (field.Value == ValueRule.Optional && random.Next(3) == 0);
            var confidence = random.Next(10) switch { 0 => 0, 1 => 1, 2 => 0.5, _ => random.NextDouble() };
            findings.Add(new Finding(sentence, field.Name, none ? null : start, none ? null : length, confidence, Decisions));
        }

        return (sentences, findings);
    }
}
