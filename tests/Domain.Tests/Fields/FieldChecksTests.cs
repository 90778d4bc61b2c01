using Pipeline.Domain.Fields;
using Pipeline.Domain.Results;
using static Pipeline.Domain.Tests.Fields.Findings;

namespace Pipeline.Domain.Tests.Fields;

public sealed class FieldChecksTests
{
    private static readonly string[] German =
    [
        "Dieser Vertrag wird zwischen der Acme GmbH und der Bolt AG geschlossen und tritt am 3. Mai 2011 in Kraft.",
        "Jede Partei hat die vertraulichen Informationen der anderen Partei geheim zu halten und darf sie nicht an Dritte weitergeben.",
    ];

    [Fact]
    public void A_document_in_another_language_goes_to_review_as_a_whole()
    {
        Assert.All(Check(German, ["en"]).Values, field => Assert.Contains(Reasons.Language, field.Reasons));
        Assert.All(Check(German, ["en", "de"]).Values, field => Assert.DoesNotContain(Reasons.Language, field.Reasons));
        Assert.All(Check(German, []).Values, field => Assert.DoesNotContain(Reasons.Language, field.Reasons));
    }

    [Theory]
    [InlineData(0.05, true)]
    [InlineData(0.0499, false)]
    public void A_field_without_a_value_and_with_a_suspicious_miss_says_so(double probability, bool said)
    {
        string[] sentences = ["The laws of Ohio apply, for two (2) years."];
        var fields = Check(sentences, [], new Suspicion(0, "governing_law", probability), new Suspicion(0, "term", 0.09));
        Assert.Equal(said, fields["governing_law"].Reasons.Contains(Reasons.PossibleMiss));
        Assert.Equal(FieldState.Absent, fields["governing_law"].State);
        Assert.DoesNotContain(Reasons.PossibleMiss, fields["term"].Reasons);
    }

    [Fact]
    public void Keeps_the_likeliest_misses_in_their_order()
    {
        var suspicions = Enumerable.Range(0, 80).Select(sentence => new Suspicion(sentence, "term", sentence % 40 / 1000.0)).ToArray();
        new Random(3).Shuffle(suspicions);
        var top = FieldMisses.Top(suspicions);
        Assert.Equal(FieldMisses.Most, top.Count);
        Assert.Equal([0.039, 0.039, 0.038], top.Take(3).Select(one => one.Probability));
        Assert.Equal([39, 79, 38], top.Take(3).Select(one => one.Sentence));
        Assert.Equal(0.015, top[^1].Probability);
    }

    private static IReadOnlyDictionary<string, FieldResult> Check(string[] sentences, string[] languages, params Suspicion[] suspicions)
    {
        Finding[] findings = sentences.Length == 1 ? [Of(sentences, 0, "term", "two (2) years", 0.9)] : [];
        return new FieldChecks(Schema, languages).Apply(Assemble(sentences, findings), sentences, new ReadingSigns([.. sentences.Select(_ => 0.5)], suspicions), Place(sentences));
    }
}
