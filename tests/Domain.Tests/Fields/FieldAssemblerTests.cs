using Pipeline.Domain.Fields;
using Pipeline.Domain.Results;
using static Pipeline.Domain.Tests.Fields.Findings;

namespace Pipeline.Domain.Tests.Fields;

public sealed class FieldAssemblerTests
{
    private static readonly string[] Sentences =
    [
        "Made as of May 3, 2011 between Diedrich Coffee, Inc. and Green Mountain Roasters, Inc.",
        "Diedrich and Green Mountain agree for two (2) years from 5/3/2011.",
        "Neither party may assign; DIEDRICH COFFEE INCORPORATED consents.",
        "The term is 24 months or two (3) years and ends on the second anniversary.",
        "Leggett & Platt, Inc. may not assign either.",
    ];

    [Fact]
    public void Shows_every_field_of_the_schema_in_its_order_and_sends_all_to_review()
    {
        var result = Assemble(Sentences, []);
        Assert.Equal(Schema.Fields.Select(field => field.Name), result.Keys);
        Assert.All(result.Values, field =>
        {
            Assert.Equal(FieldState.Absent, field.State);
            Assert.Equal(FieldDecision.Review, field.Decision);
            Assert.Equal([Reasons.NotCalibrated], field.Reasons);
            Assert.Empty(field.Values);
            Assert.Empty(field.Candidates);
        });
    }

    [Fact]
    public void Groups_the_spellings_of_one_value_and_adds_up_what_they_are_sure_of()
    {
        var result = Assemble(Sentences, [
            Of(Sentences, 0, "effective_date", "May 3, 2011", 0.5),
            Of(Sentences, 1, "effective_date", "5/3/2011", 0.6)]);
        var date = result["effective_date"];
        var value = Assert.Single(date.Values);
        Assert.Equal(FieldState.Found, date.State);
        Assert.Equal("5/3/2011", value.Value);
        Assert.Equal("2011-05-03", value.Normalized);
        Assert.Equal(0.8, value.Confidence, 12);
        Assert.Equal("raw", value.ConfidenceSource);
        Assert.Equal([2, 1], value.Evidence.Select(evidence => evidence.Page));
        Assert.Equal([Reasons.NotCalibrated], date.Reasons);
    }

    [Theory]
    [InlineData("03/04/2024", true)]
    [InlineData("3/4/24", true)]
    [InlineData("03/14/2024", false)]
    [InlineData("14/03/2024", false)]
    [InlineData("03/03/2024", false)]
    [InlineData("2024-03-04", false)]
    [InlineData("March 4, 2024", false)]
    public void Says_that_a_date_can_be_read_in_two_ways(string date, bool ambiguous)
    {
        string[] sentences = [$"This Lease is made as of {date}."];
        var field = Assemble(sentences, [Of(sentences, 0, "effective_date", date, 0.9)])["effective_date"];
        Assert.NotNull(Assert.Single(field.Values).Normalized);
        Assert.Equal(ambiguous, field.Reasons.Contains(Reasons.AmbiguousDate));
    }

    [Fact]
    public void Counts_the_same_value_of_a_sentence_once()
    {
        var finding = Of(Sentences, 0, "effective_date", "May 3, 2011", 0.5);
        var value = Assert.Single(Assemble(Sentences, [finding, finding with { Confidence = 0.4 }])["effective_date"].Values);
        Assert.Equal(0.5, value.Confidence, 12);
        Assert.Single(value.Evidence);
    }

    [Fact]
    public void A_field_with_one_value_takes_the_best_and_calls_the_others_rivals()
    {
        var term = Assemble(Sentences, [
            Of(Sentences, 3, "term", "24 months", 0.4),
            Of(Sentences, 1, "term", "two (2) years", 0.7)])["term"];
        Assert.Equal("2 years", Assert.Single(term.Values).Normalized);
        Assert.Equal("24 months", Assert.Single(term.Candidates).Normalized);
        Assert.Equal([Reasons.NotCalibrated, Reasons.Conflict], term.Reasons);
    }

    [Fact]
    public void Equal_rivals_are_settled_by_their_place()
    {
        Finding[] findings = [Of(Sentences, 3, "term", "24 months", 0.5), Of(Sentences, 1, "term", "two (2) years", 0.5)];
        Assert.Equal("2 years", Assemble(Sentences, findings)["term"].Values[0].Normalized);
        Assert.Equal("2 years", Assemble(Sentences, findings.Reverse())["term"].Values[0].Normalized);
    }

    [Fact]
    public void What_is_under_the_threshold_is_a_candidate()
    {
        Finding[] findings = [Of(Sentences, 1, "term", "two (2) years", 0.3)];
        var under = Assemble(Sentences, findings, ("term", 0.31))["term"];
        Assert.Equal(FieldState.Absent, under.State);
        Assert.Empty(under.Values);
        Assert.Single(under.Candidates);
        Assert.Equal([Reasons.NotCalibrated, Reasons.BelowThreshold], under.Reasons);
        Assert.Single(Assemble(Sentences, findings, ("term", 0.3))["term"].Values);
    }

    [Fact]
    public void A_party_has_one_value_however_it_is_spelt_or_shortened()
    {
        var parties = Assemble(Sentences, [
            Of(Sentences, 0, "parties", "Diedrich Coffee, Inc.", 0.5),
            Of(Sentences, 2, "parties", "DIEDRICH COFFEE INCORPORATED", 0.4),
            Of(Sentences, 1, "parties", "Diedrich", 0.9),
            Of(Sentences, 0, "parties", "Green Mountain Roasters, Inc.", 0.8)])["parties"];
        Assert.Equal(["Diedrich Coffee Inc.", "Green Mountain Roasters Inc."], parties.Values.Select(value => value.Normalized));
        Assert.Equal("Diedrich Coffee, Inc.", parties.Values[0].Value);
        Assert.Equal(1 - (0.5 * 0.6 * 0.1), parties.Values[0].Confidence, 12);
        Assert.Equal([1, 2, 3], parties.Values[0].Evidence.Select(evidence => evidence.Page));
        Assert.Empty(parties.Candidates);
    }

    [Fact]
    public void Two_parties_in_one_span_are_a_mention_of_each()
    {
        var parties = Assemble(Sentences, [
            Of(Sentences, 0, "parties", "Diedrich Coffee, Inc.", 0.5),
            Of(Sentences, 0, "parties", "Green Mountain Roasters, Inc.", 0.8),
            Of(Sentences, 1, "parties", "Diedrich and Green Mountain", 0.4)])["parties"];
        Assert.Equal(["Green Mountain Roasters Inc.", "Diedrich Coffee Inc."], parties.Values.Select(value => value.Normalized));
        Assert.Equal(0.88, parties.Values[0].Confidence, 12);
        Assert.Equal(0.7, parties.Values[1].Confidence, 12);
        var mention = parties.Values[0].Evidence[1];
        Assert.Equal("Green Mountain", mention.Quote[mention.Span![0]..mention.Span[1]]);
    }

    [Fact]
    public void A_name_with_and_in_it_stays_whole_and_a_head_of_two_names_is_its_own()
    {
        string[] sentences = ["Acme Holdings LLC, Acme Services LLC, Acme and Leggett & Platt, Inc."];
        var parties = Assemble(sentences, [
            Of(sentences, 0, "parties", "Acme Holdings LLC", 0.5),
            Of(sentences, 0, "parties", "Acme Services LLC", 0.5),
            Of(sentences, 0, "parties", "Acme", 0.4),
            Of(sentences, 0, "parties", "Leggett & Platt, Inc.", 0.9)])["parties"];
        Assert.Equal(["Leggett and Platt Inc.", "Acme Holdings LLC", "Acme Services LLC", "Acme"], parties.Values.Select(value => value.Normalized));
    }

    [Fact]
    public void A_clause_is_its_sentence()
    {
        var clauses = Assemble(Sentences, [Of(Sentences, 4, "anti_assignment", null, 0.3), Of(Sentences, 2, "anti_assignment", null, 0.6)])["anti_assignment"];
        Assert.Equal([3, 5], clauses.Values.Select(value => Assert.Single(value.Evidence).Page));
        Assert.All(clauses.Values, value => Assert.Equal((null, null, null), (value.Value, value.Normalized, value.Evidence[0].Span)));
        Assert.Equal([Reasons.NotCalibrated], clauses.Reasons);
    }

    [Fact]
    public void An_optional_value_may_be_missing_without_blame()
    {
        var date = Assemble(Sentences, [Of(Sentences, 3, "expiration_date", null, 0.6)])["expiration_date"];
        Assert.Equal(FieldState.Found, date.State);
        Assert.Null(Assert.Single(date.Values).Value);
        Assert.Equal([Reasons.NotCalibrated], date.Reasons);
    }

    [Fact]
    public void Says_what_is_wrong_with_a_value()
    {
        var term = Assemble(Sentences, [Of(Sentences, 3, "term", "two (3) years", 0.6, Decisions with { Truncated = true, Capped = true })])["term"];
        Assert.Null(Assert.Single(term.Values).Normalized);
        Assert.Equal("two (3) years", term.Values[0].Value);
        Assert.Equal([Reasons.NotCalibrated, Reasons.NotNormalized, Reasons.Truncated, Reasons.Capped], term.Reasons);
    }

    [Fact]
    public void Lists_the_best_twenty_places_of_a_value()
    {
        var sentences = Enumerable.Repeat("Ohio law governs.", 30).ToArray();
        var findings = Enumerable.Range(0, 30).Select(i => Of(sentences, i, "governing_law", "Ohio", (i + 1) / 100.0));
        var value = Assert.Single(Assemble(sentences, findings)["governing_law"].Values);
        Assert.Equal(Enumerable.Range(11, 20).Reverse(), value.Evidence.Select(evidence => evidence.Page));
    }

    [Fact]
    public void Refuses_findings_of_nothing()
    {
        Assert.Throws<ArgumentException>(() => Assemble(Sentences, [new Finding(0, "colour", 0, 1, 0.5, Decisions)]));
        Assert.Throws<ArgumentException>(() => Assemble(Sentences, [new Finding(9, "term", 0, 1, 0.5, Decisions)]));
        Assert.Throws<ArgumentException>(() => Assemble(Sentences, [new Finding(0, "term", 80, 80, 0.5, Decisions)]));
        Assert.Throws<ArgumentException>(() => Assemble(Sentences, [new Finding(0, "term", int.MaxValue, 2, 0.5, Decisions)]));
        Assert.Throws<ArgumentException>(() => Assemble(Sentences, [new Finding(0, "term", 1, null, 0.5, Decisions)]));
    }
}
