using Pipeline.Domain.Fields;
using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;
using static Pipeline.Domain.Tests.Fields.Findings;

namespace Pipeline.Domain.Tests.Fields;

public sealed class ChoiceFieldTests
{
    private static readonly string[] Sentences =
    [
        "Invoices are due thirty days after receipt.",
        "Late invoices bear interest.",
        "Payment falls due at net 30.",
    ];

    private static readonly ExtractionSchema Own = ExtractionSchema.Parse(
        """
        {"name":"own","version":1,"fields":[
          {"name":"payment","kind":"choice","options":["at once","Net 30","net 30"]},
          {"name":"remedies","kind":"choice","many":true,"value":"optional","options":["interest","#1"]},
          {"name":"term","kind":"text"}]}
        """);

    [Fact]
    public void Equal_options_of_several_sentences_are_one_value_with_their_sentences_as_evidence()
    {
        var payment = Read(Chosen(0, "payment", "Net 30", 0.6), Chosen(2, "payment", "Net 30", 0.5))["payment"];

        var value = Assert.Single(payment.Values);
        Assert.Equal(("Net 30", "Net 30", true), (value.Value, value.Normalized, value.Grounded));
        Assert.Equal(0.8, value.Confidence, 12);
        Assert.Equal([(1, Sentences[0]), (3, Sentences[2])], value.Evidence.Select(place => (place.Page, place.Quote)));
        Assert.All(value.Evidence, place => Assert.Null(place.Span));
        Assert.Equal(FieldState.Found, payment.State);
        Assert.Equal([Reasons.NotCalibrated], payment.Reasons);
    }

    [Fact]
    public void Options_that_differ_in_case_alone_are_rivals()
    {
        var payment = Read(Chosen(0, "payment", "Net 30", 0.4), Chosen(2, "payment", "net 30", 0.5))["payment"];

        Assert.Equal("net 30", Assert.Single(payment.Values).Value);
        Assert.Equal("Net 30", Assert.Single(payment.Candidates).Normalized);
        Assert.Contains(Reasons.Conflict, payment.Reasons);
    }

    [Fact]
    public void A_sentence_may_stand_for_several_options_of_a_field_with_many_or_for_none()
    {
        var remedies = Read(Chosen(1, "remedies", "interest", 0.9), Chosen(1, "remedies", "#1", 0.8), new Finding(1, "remedies", null, null, 0.7, Decisions))["remedies"];

        Assert.Equal(["interest", "#1", null], remedies.Values.Select(value => value.Value));
        Assert.All(remedies.Values, value => Assert.Equal(2, Assert.Single(value.Evidence).Page));
    }

    [Fact]
    public void A_value_that_a_choice_does_not_offer_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Read(Chosen(0, "payment", "NET 30", 0.5)));
        Assert.Throws<ArgumentException>(() => Read(Of(Sentences, 2, "payment", "net 30", 0.5)));
        Assert.Throws<ArgumentException>(() => Read(Chosen(0, "term", "Net 30", 0.5)));
    }

    private static Finding Chosen(int sentence, string field, string option, double confidence) => new(sentence, field, null, null, confidence, Decisions) { Choice = option };

    private static IReadOnlyDictionary<string, FieldResult> Read(params Finding[] findings) =>
        new FieldAssembler(Own, new Dictionary<string, double>()).Assemble(findings, Sentences, Place(Sentences));
}
