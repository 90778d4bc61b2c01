using Pipeline.Domain.Fields;
using Pipeline.Domain.Fields.Definitions;
using Pipeline.Domain.Results;
using static Pipeline.Domain.Tests.Fields.Findings;

namespace Pipeline.Domain.Tests.Fields;

public sealed class DefinedValuesTests
{
    [Theory]
    [InlineData("This Agreement is dated May 2, 2011 and effective as of May 3, 2011 (the “Effective Date”) between Acme and Bolt.")]
    [InlineData("made on May 3, 2011 (hereinafter referred to as the \"Effective Date\"), by Acme")]
    [InlineData("made on the 3rd day of May, 2011 (“Effective Date”)")]
    [InlineData("“Effective Date” means May 3, 2011, or if later June 1, 2011.")]
    [InlineData("The \"Effective Date\" of this Agreement shall be May 3, 2011.")]
    public void A_defined_date_goes_before_what_ranks_first(string definition)
    {
        string[] sentences = [definition, "Signed on 5/9/2012, and again on 5/3/2011."];
        var date = Assemble(sentences, [Of(sentences, 1, "effective_date", "5/9/2012", 0.9), Of(sentences, 1, "effective_date", "5/3/2011", 0.3)])["effective_date"];
        Assert.Equal("2011-05-03", Assert.Single(date.Values).Normalized);
        Assert.Equal(0.3, date.Values[0].Confidence, 12);
        Assert.Equal("2012-05-09", Assert.Single(date.Candidates).Normalized);
        Assert.Contains(Reasons.Conflict, date.Reasons);
    }

    [Theory]
    [InlineData("The date of the merger, May 3, 2011 (the “Closing Date”), is past.")]
    [InlineData("An effective date of May 3, 2011 (the “Agreement”) is usual.")]
    [InlineData("It is effective as of May 3, 2011 (the “Effective Date”), and elsewhere as of June 9, 2015 (the “Effective Date”).")]
    [InlineData("“Effective Date” means the date first written above.")]
    public void What_defines_another_term_or_two_dates_or_none_changes_nothing(string sentence)
    {
        string[] sentences = [sentence, "Signed on 5/9/2012, and again on 5/3/2011."];
        var date = Assemble(sentences, [Of(sentences, 1, "effective_date", "5/9/2012", 0.9), Of(sentences, 1, "effective_date", "5/3/2011", 0.3)])["effective_date"];
        Assert.Equal("2012-05-09", Assert.Single(date.Values).Normalized);
    }

    [Fact]
    public void A_defined_date_under_the_threshold_stays_a_candidate()
    {
        string[] sentences = ["Effective as of May 3, 2011 (the “Effective Date”), signed on 5/9/2012."];
        Finding[] findings = [Of(sentences, 0, "effective_date", "5/9/2012", 0.9), Of(sentences, 0, "effective_date", "May 3, 2011", 0.3)];
        Assert.Equal("2012-05-09", Assemble(sentences, findings, ("effective_date", 0.5))["effective_date"].Values[0].Normalized);
    }

    [Theory]
    [InlineData("“Effective Date” has the meaning set forth in the Order Form.", "set forth in the Order Form.")]
    [InlineData("“Effective Date” means the date first written above.", "the date first written above.")]
    [InlineData("It is effective as of the date specified in Schedule 1 (the “Effective Date”).", "It is effective as of the date specified in Schedule 1")]
    public void A_field_defined_elsewhere_says_so(string sentence, string words)
    {
        string[] sentences = [sentence];
        var date = References(sentences, [])["effective_date"];
        Assert.Equal(FieldState.Absent, date.State);
        Assert.Equal([Reasons.NotCalibrated, Reasons.DefinedElsewhere], date.Reasons);
        Assert.Equal((words, null), (date.Candidates[0].Value, date.Candidates[0].Normalized));
        Assert.Contains(words, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_with_a_value_or_without_a_definition_does_not()
    {
        string[] sentences = ["“Effective Date” means the date set forth in Schedule 1, May 3, 2011."];
        Assert.DoesNotContain(Reasons.DefinedElsewhere, References(sentences, [Of(sentences, 0, "effective_date", "May 3, 2011", 0.9)])["effective_date"].Reasons);
        Assert.DoesNotContain(Reasons.DefinedElsewhere, References(["The term is set forth in Schedule 1."], [])["term"].Reasons);
    }

    private static IReadOnlyDictionary<string, FieldResult> References(string[] sentences, IEnumerable<Finding> findings) =>
        DefinedValues.MarkReferences(Schema, Assemble(sentences, findings), sentences, Place(sentences));
}
