using Pipeline.Domain.Fields;
using Pipeline.Domain.Fields.Lists;
using static Pipeline.Domain.Tests.Fields.Findings;

namespace Pipeline.Domain.Tests.Fields;

public sealed class PartyListsTests
{
    [Theory]
    [InlineData("Between Amber Foods LLC, Birch, Inc. and Cedar Air Ltd.", "amber foods llc|birch inc|cedar air ltd")]
    [InlineData("(1) Delta Salt Corp.; (2) Ember & Sons LLP", "delta salt corp|ember sons llp")]
    [InlineData("The Company shall inform the Limited Partner.", "")]
    [InlineData("Such Company is a Delaware corporation, and its co owners are not.", "")]
    public void Names_end_with_their_legal_form(string text, string keys) =>
        Assert.Equal(keys, string.Join('|', ListedNames.In(text)));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(60)]
    public void A_gap_in_a_list_sends_the_parties_to_a_person(int inOneSentence)
    {
        var planted = PlantedParties.Make(60, inOneSentence, seed: 4);
        var all = planted.Read(cap: 60);
        Assert.DoesNotContain(Reasons.IncompleteList, ReasonsOf(planted.Sentences, all));
        foreach (var left in (int[])[0, 30, 59])
        {
            Assert.Contains(Reasons.IncompleteList, ReasonsOf(planted.Sentences, [.. all.Where((_, i) => i != left)]));
        }
    }

    [Fact]
    public void Names_that_nobody_took_for_parties_are_no_list_of_parties()
    {
        string[] sentences = ["Zenith Law LLP and Yonder Bank Inc. sign.", "It knows these firms.", .. PlantedParties.Make(20, 20, seed: 4).Sentences];
        Assert.DoesNotContain(Reasons.IncompleteList, ReasonsOf(sentences, [Of(sentences, 0, "parties", "Zenith Law LLP", 0.9), Of(sentences, 0, "parties", "Yonder Bank Inc.", 0.9)]));
    }

    private static IReadOnlyList<string> ReasonsOf(string[] sentences, IReadOnlyList<Finding> findings) =>
        PartyLists.Mark(Schema, Assemble(sentences, findings), sentences)["parties"].Reasons;
}
