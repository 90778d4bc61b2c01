using Pipeline.Domain.Fields;
using Pipeline.Domain.Normalization;
using static Pipeline.Domain.Tests.Fields.Findings;

namespace Pipeline.Domain.Tests.Fields;

/// <summary>A long list is complete, or its field says that it may not be.</summary>
public sealed class LongListTests
{
    private const int Cap = 8;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(25)]
    [InlineData(500)]
    public void No_list_of_50_to_500_parties_is_cut_without_a_word(int inOneSentence)
    {
        foreach (var parties in (int[])[50, 51, 128, 255, 500])
        {
            var planted = PlantedParties.Make(parties, inOneSentence, seed: parties);
            var fields = Assemble(planted.Sentences, planted.Read(Cap), ("parties", 0.85));
            var missing = planted.Names.Select(name => PartyNormalizer.Normalize(name).Text).Except(fields["parties"].Values.Select(value => value.Normalized)).Count();
            Assert.Equal(inOneSentence > Cap, missing > 0);
            Assert.Equal(missing > 0, fields["parties"].Reasons.Contains(Reasons.Capped));
            Assert.Equal(parties - missing, fields["parties"].Values.Count);
        }
    }

    [Fact]
    public void What_the_cap_may_have_cut_off_later_in_the_sentence_says_so_too()
    {
        var planted = PlantedParties.Make(50, 50, seed: 1);
        var fields = Assemble(planted.Sentences, planted.Read(Cap));
        Assert.Equal(
            [("anti_assignment", false), ("effective_date", false), ("expiration_date", false), ("governing_law", false), ("parties", true), ("term", true)],
            fields.Select(field => (field.Key, field.Value.Reasons.Contains(Reasons.Capped))));
    }

    [Fact]
    public void A_cap_is_not_forgotten_when_the_same_value_was_found_with_more_confidence()
    {
        string[] sentences = ["Acme Inc. and others."];
        var weak = Of(sentences, 0, "parties", "Acme Inc.", 0.2, Decisions with { Capped = true });
        Assert.Contains(Reasons.Capped, Assemble(sentences, [Of(sentences, 0, "parties", "Acme Inc.", 0.9), weak])["parties"].Reasons);
    }
}
