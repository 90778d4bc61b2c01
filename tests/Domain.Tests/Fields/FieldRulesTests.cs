using Pipeline.Domain.Fields;
using Pipeline.Domain.Fields.Rules;
using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;

namespace Pipeline.Domain.Tests.Fields;

public sealed class FieldRulesTests
{
    private static readonly ExtractionSchema Schema = ExtractionSchema.Parse(
        """
        {"name":"test","version":1,"fields":[
          {"name":"effective_date","kind":"date"},
          {"name":"expiration_date","kind":"date","value":"optional"},
          {"name":"governing_law","kind":"jurisdiction"},
          {"name":"notice_period_to_terminate_renewal","kind":"duration","value":"optional"},
          {"name":"parties","kind":"party","many":true},
          {"name":"renewal_term","kind":"duration","value":"optional"},
          {"name":"term","kind":"duration"}]}
        """);

    [Theory]
    [InlineData("2010-01-01", "2009-12-31", true)]
    [InlineData("2010-01-01", "2010-01-01", false)]
    [InlineData("2010-01-01", "2012-01-01", false)]
    [InlineData("2010-01-01", null, false)]
    [InlineData(null, "2009-12-31", false)]
    public void A_contract_takes_effect_before_it_expires(string? effective, string? expiration, bool broken)
    {
        var fields = Apply(("effective_date", effective), ("expiration_date", expiration));
        Assert.Equal(broken, fields["effective_date"].Reasons.Contains(Reasons.DatesOutOfOrder));
        Assert.Equal(broken, fields["expiration_date"].Reasons.Contains(Reasons.DatesOutOfOrder));
    }

    [Theory]
    [InlineData("2010-01-15", "2012-01-14", "2 years", false)]
    [InlineData("2010-01-15", "2012-01-31", "24 months", false)]
    [InlineData("2010-01-15", "2012-02-15", "2 years", false)]
    [InlineData("2010-01-15", "2012-02-16", "2 years", true)]
    [InlineData("2010-01-15", "2013-01-15", "2 years", true)]
    [InlineData("2010-01-01", "2010-01-31", "30 days", false)]
    [InlineData("2010-01-01", "2010-02-03", "30 days", false)]
    [InlineData("2010-01-01", "2010-02-04", "30 days", true)]
    [InlineData("2010-01-01", "2010-03-01", "30 days", true)]
    [InlineData("2012-02-29", "2013-02-28", "1 year", false)]
    [InlineData("2010-01-01", "2012-07-02", "2.5 years", false)]
    [InlineData("2010-01-01", "2012-01-01", "9999 years", true)]
    public void A_contract_expires_when_its_term_is_over(string effective, string expiration, string term, bool broken)
    {
        var fields = Apply(("effective_date", effective), ("expiration_date", expiration), ("term", term));
        Assert.All((string[])["effective_date", "expiration_date", "term"], name => Assert.Equal(broken, fields[name].Reasons.Contains(Reasons.TermMismatch)));
    }

    [Theory]
    [InlineData("30 days", "1 year", null, false)]
    [InlineData("12 months", "1 year", null, true)]
    [InlineData("90 days", "3 years", "1 month", true)]
    [InlineData("90 days", "3 years", "1 year", false)]
    [InlineData("90 days", null, null, false)]
    public void A_notice_is_shorter_than_what_it_ends(string notice, string? term, string? renewal, bool broken)
    {
        var fields = Apply(("notice_period_to_terminate_renewal", notice), ("term", term), ("renewal_term", renewal));
        Assert.Equal(broken, fields["notice_period_to_terminate_renewal"].Reasons.Contains(Reasons.NoticeTooLong));
    }

    [Fact]
    public void A_contract_has_two_parties()
    {
        Assert.Contains(Reasons.FewerThanTwoParties, Apply()["parties"].Reasons);
        Assert.Contains(Reasons.FewerThanTwoParties, Apply(("parties", "Acme Inc."))["parties"].Reasons);
        Assert.DoesNotContain(Reasons.FewerThanTwoParties, Apply(("parties", "Acme Inc."), ("parties", "Bolt LLC"))["parties"].Reasons);
    }

    [Fact]
    public void A_law_is_of_a_place()
    {
        Assert.Contains(Reasons.UnknownJurisdiction, Apply(("governing_law", "?"))["governing_law"].Reasons);
        Assert.Equal([Reasons.NotCalibrated], Apply(("governing_law", "Ohio"))["governing_law"].Reasons);
    }

    [Fact]
    public void A_date_that_is_only_described_has_to_be_worked_out()
    {
        Assert.Equal([Reasons.NotCalibrated, Reasons.ComputedDate], Apply(("expiration_date", "described"))["expiration_date"].Reasons);
        Assert.Equal([Reasons.NotCalibrated], Apply(("expiration_date", "2012-01-01"))["expiration_date"].Reasons);
    }

    [Fact]
    public void A_broken_rule_sends_an_accepted_field_to_review_and_leaves_its_values()
    {
        var fields = Apply(("effective_date", "2010-01-01"), ("expiration_date", "2009-12-31"), ("governing_law", "Ohio"));
        Assert.Equal(FieldDecision.Review, fields["effective_date"].Decision);
        Assert.Equal("2010-01-01", Assert.Single(fields["effective_date"].Values).Normalized);
        Assert.Equal(FieldDecision.Accepted, fields["governing_law"].Decision);
        Assert.Equal(Schema.Fields.Select(field => field.Name), fields.Keys);
    }

    [Fact]
    public void A_schema_without_the_fields_has_no_such_rules()
    {
        var schema = ExtractionSchema.Parse("""{"name":"own","version":1,"fields":[{"name":"effective_date","kind":"text"},{"name":"parties","kind":"party"},{"name":"rent","kind":"money"}]}""");
        var fields = schema.Fields.ToDictionary(field => field.Name, _ => new FieldResult { State = FieldState.Absent, Decision = FieldDecision.Absent });
        Assert.All(FieldRules.Apply(schema, fields).Values, field => Assert.Empty(field.Reasons));
    }

    [Theory]
    [InlineData("The date June 30, 2025 is deleted and replaced by December 31, 2027.", true, true)]
    [InlineData("The term, which ends on June 30, 2025, shall instead end on December 31, 2027.", true, true)]
    [InlineData("It begins on June 30, 2025 and ends on December 31, 2027.", true, false)]
    [InlineData("The date June 30, 2025 is deleted and replaced by December 31, 2027.", false, false)]
    public void A_value_that_takes_the_place_of_another_needs_a_reader(string sentence, bool sameSentence, bool expected)
    {
        var value = Value("2025-06-30") with { Evidence = [new Evidence(1, sentence, [0, 1], [])] };
        var rival = Value("2027-12-31") with { Evidence = [new Evidence(1, sameSentence ? sentence : "It ends on December 31, 2027.", [0, 1], [])] };
        var fields = Schema.Fields.ToDictionary(field => field.Name, field => new FieldResult
        {
            State = FieldState.Found,
            Decision = FieldDecision.Accepted,
            Values = field.Name == "expiration_date" ? [value] : [],
            Candidates = field.Name == "expiration_date" ? [rival] : [],
        });

        Assert.Equal(expected, FieldRules.Apply(Schema, fields)["expiration_date"].Reasons.Contains(Reasons.ReplacedValue));
    }

    [Fact]
    public void Reasons_stand_once_and_in_their_order()
    {
        var field = new FieldResult { State = FieldState.Absent, Decision = FieldDecision.Absent, Reasons = [Reasons.NotCalibrated, Reasons.CutSentence] };
        var reviewed = field.ForReview(Reasons.Language, Reasons.NotCalibrated, Reasons.Conflict);
        Assert.Equal([Reasons.NotCalibrated, Reasons.Conflict, Reasons.CutSentence, Reasons.Language], reviewed.Reasons);
        Assert.Same(field, field.ForReview());
    }

    private static IReadOnlyDictionary<string, FieldResult> Apply(params (string Field, string? Text)[] values)
    {
        var found = values.Where(value => value.Text is not null).ToLookup(value => value.Field, value => Value(value.Text!));
        return FieldRules.Apply(Schema, Schema.Fields.ToDictionary(field => field.Name, field => new FieldResult
        {
            State = found.Contains(field.Name) ? FieldState.Found : FieldState.Absent,
            Decision = FieldDecision.Accepted,
            Reasons = [Reasons.NotCalibrated],
            Values = [.. found[field.Name]],
        }));
    }

    private static FieldValue Value(string text) => new()
    {
        Value = text == "described" ? null : text,
        Normalized = text is "described" or "?" ? null : text,
        Confidence = 0.9,
        ConfidenceSource = "raw",
        Source = "machine",
        Grounded = true,
        Evidence = [],
    };
}
