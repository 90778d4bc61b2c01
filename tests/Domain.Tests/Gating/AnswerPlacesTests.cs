using Pipeline.Domain.Gating;
using Pipeline.Domain.Schemas;

namespace Pipeline.Domain.Tests.Gating;

public sealed class AnswerPlacesTests
{
    private static readonly string[] Sentences =
    [
        "ACME, INC. AND BOLT LLC", "This Agreement is made on May 3, 2011 by Acme, Inc. of Ohio.", "It ends two (2) years after that day,", "unless it is extended by both sides.", "It is governed by the laws of Ohio.",
    ];

    [Fact]
    public void A_span_is_found_over_sentence_bounds_whatever_its_marks_and_breaks()
    {
        var places = new SpanPlaces(Sentences).Find("ends two (2) years after\nthat day unless it is\textended");

        Assert.Equal([(2, 25), (3, 18)], places);
    }

    [Fact]
    public void A_long_span_that_a_page_header_cuts_is_found_by_its_ends()
    {
        string[] cut = ["The term of this Agreement ends two (2) years after that day, Page 7 of 12", "and in no event earlier than its first anniversary."];

        var places = new SpanPlaces(cut).Find("The term of this Agreement ends two (2) years after that day, and in no event earlier than its first anniversary.");

        Assert.Equal([0, 1], places!.Select(p => p.Sentence));
    }

    [Fact]
    public void What_is_not_there_has_no_place()
    {
        Assert.Null(new SpanPlaces(Sentences).Find("insurance"));
        Assert.Null(new SpanPlaces(Sentences).Find("..."));
        Assert.Null(ValuePlaces.Find(Sentences, FieldKind.Party, "Corax"));
    }

    [Theory]
    [InlineData(FieldKind.Date, "2011-05-03", 1)]
    [InlineData(FieldKind.Duration, "2 years", 2)]
    [InlineData(FieldKind.Party, "Acme Inc.", 0)]
    [InlineData(FieldKind.Jurisdiction, "Ohio", 4)]
    public void A_value_stands_where_it_is_stated(FieldKind kind, string value, int sentence)
    {
        Assert.Equal(sentence, Assert.Single(ValuePlaces.Find(Sentences, kind, value)!).Sentence);
    }

    [Fact]
    public void An_answer_over_two_sentences_is_kept_with_the_half_that_says_most()
    {
        var answer = new GateAnswer("expiration_date", [(2, 25), (3, 18)]);

        Assert.True(answer.IsKept(sentence => sentence == 2));
        Assert.False(answer.IsKept(sentence => sentence == 3));
        Assert.Equal([2, 3], answer.Sentences);
    }
}
