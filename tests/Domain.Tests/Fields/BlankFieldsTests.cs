using Pipeline.Domain.Fields;
using Pipeline.Domain.Fields.Blanks;
using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;
using static Pipeline.Domain.Tests.Fields.Findings;

namespace Pipeline.Domain.Tests.Fields;

public sealed class BlankFieldsTests
{
    [Theory]
    [InlineData("This Agreement is made as of ___________, 2003 between Acme and Bolt.", "___________, 2003", FieldKind.Date)]
    [InlineData("made as of the ___ day of _________, 2005, by and between", "___ day of _________, 2005", FieldKind.Date)]
    [InlineData("made this __ day of ____, 20__ between", "__ day of ____, 20__", FieldKind.Date)]
    [InlineData("as of the [__] day of [MONTH], 2014.", "[__] day of [MONTH], 2014", FieldKind.Date)]
    [InlineData("dated as of [_____], 2014 (the", "[_____], 2014", FieldKind.Date)]
    [InlineData("effective February [•], 2016, between", "February [•], 2016", FieldKind.Date)]
    [InlineData("dated as of June __ , 2000 which", "June __ , 2000", FieldKind.Date)]
    [InlineData("is made this day of , 2006 (the “Effective Date”), by", "this day of , 2006", FieldKind.Date)]
    [InlineData("is entered into as of , 2009 (the “Effective Date”), between", ", 2009", FieldKind.Date)]
    [InlineData("is dated as of [●] and", "[●]", FieldKind.Date)]
    [InlineData("a fee of $______ per month", "______", FieldKind.Money)]
    [InlineData("a fee of [***] dollars", "[***]", FieldKind.Money)]
    [InlineData("for a period of ____ (__) years from", "____", FieldKind.Duration)]
    [InlineData("by the laws of the State of __________.", "__________", FieldKind.Jurisdiction)]
    [InlineData("between Acme Inc. and ____________ (“Recipient”)", "____________", FieldKind.Party)]
    [InlineData("by and between [ ] (the “Executive”) and Acme", "[ ]", FieldKind.Party)]
    [InlineData("licensed for [***] only", "[***]", null)]
    public void Finds_blanks_and_what_belongs_there(string sentence, string blank, FieldKind? kind)
    {
        var found = BlankFinder.Find(sentence)[0];
        Assert.Equal((blank, kind), (sentence.Substring(found.Start, found.Length), found.Kind));
    }

    [Theory]
    [InlineData("By: ______________________")]
    [InlineData("Name: ____________ Title: ____________ Date: ____________")]
    [InlineData("_/s/ Jeffrey W. Henderson_________________ Jeffrey W. Henderson")]
    [InlineData("made as of the 3rd day of May, 2011 between")]
    [InlineData("dated as of May 3, 2011.")]
    [InlineData("See Section 4(a)(i) and file_name_x.")]
    [InlineData("On March 1, 2009, the parties met.")]
    [InlineData("")]
    public void Leaves_alone_what_is_no_blank(string sentence) => Assert.Empty(BlankFinder.Find(sentence));

    [Fact]
    public void A_blank_date_in_a_sentence_that_holds_something_is_a_blank_field()
    {
        string[] sentences = ["This Agreement is made as of ___________, 2003 between Acme Inc. and Bolt LLC.", "By: __________"];
        var date = Mark(sentences, [], [0.98, 0.3])["effective_date"];
        Assert.Equal(FieldState.BlankInDocument, date.State);
        Assert.Equal(FieldDecision.Review, date.Decision);
        Assert.Equal([Reasons.NotCalibrated, Reasons.BlankInDocument], date.Reasons);
        Assert.Empty(date.Values);
        var blank = Assert.Single(date.Candidates);
        Assert.Equal(("___________, 2003", null, 0.98), (blank.Value, blank.Normalized, blank.Confidence));
        Assert.Equal(sentences[0], Assert.Single(blank.Evidence).Quote);
        Assert.Equal(blank.Value, sentences[0][blank.Evidence[0].Span![0]..blank.Evidence[0].Span![1]]);
    }

    [Fact]
    public void A_field_with_a_value_is_not_blank()
    {
        string[] sentences = ["Made as of May 3, 2011.", "A side letter is made as of ___________, 2003."];
        Assert.Equal(FieldState.Found, Mark(sentences, [Of(sentences, 0, "effective_date", "May 3, 2011", 0.9)], [0.9, 0.9])["effective_date"].State);
    }

    [Fact]
    public void A_sentence_that_the_model_passes_over_makes_no_blank_field() =>
        Assert.Equal(FieldState.Absent, Mark(["A side letter is made as of ___________, 2003."], [], [0.05])["effective_date"].State);

    [Fact]
    public void A_blank_of_another_kind_or_about_something_else_is_not_the_fields()
    {
        var fields = Mark(["This Agreement is made by [***] for a term that lasts until $____ are paid under the laws."], [], [0.9]);
        Assert.Equal(FieldState.Absent, fields["effective_date"].State);
        Assert.Equal(FieldState.Absent, fields["expiration_date"].State);
        Assert.Equal(FieldState.Absent, fields["term"].State);
        Assert.Equal(FieldState.Absent, fields["governing_law"].State);
    }

    [Fact]
    public void What_a_blank_is_defined_as_is_the_field_whatever_the_model_says() =>
        Assert.Equal(FieldState.BlankInDocument, Mark(["It starts on the __ day of ____, 2006 (the “Effective Date”)."], [], [0.01])["effective_date"].State);

    [Fact]
    public void A_suspicion_or_a_candidate_in_the_sentence_ties_it_to_the_field()
    {
        string[] sentences = ["Jurisdiction is by the laws of the State of ______ or Ohio."];
        Assert.Equal(FieldState.Absent, Mark(sentences, [], [0.06])["governing_law"].State);
        Assert.Equal(FieldState.BlankInDocument, Mark(sentences, [], [0.06], new Suspicion(0, "governing_law", 0.06))["governing_law"].State);
        var field = Mark(sentences, [Of(sentences, 0, "governing_law", "Ohio", 0.3)], [0.05], emit: ("governing_law", 0.5))["governing_law"];
        Assert.Equal((FieldState.BlankInDocument, 2), (field.State, field.Candidates.Count));
    }

    [Fact]
    public void A_form_with_one_party_named_has_a_blank_for_the_other()
    {
        string[] sentences = ["Made between Acme Inc. and ____________ (“Recipient”)."];
        var parties = Mark(sentences, [Of(sentences, 0, "parties", "Acme Inc.", 0.9)], [0.9])["parties"];
        Assert.Equal(FieldState.Found, parties.State);
        Assert.Contains(Reasons.BlankInDocument, parties.Reasons);
        Assert.Equal("____________", parties.Candidates[0].Value);
    }

    [Fact]
    public void Blanks_take_time_linear_in_the_document()
    {
        var sentences = Enumerable.Repeat(string.Concat(Enumerable.Repeat("[ ] __ day of , 20", 5_000)), 2).ToArray();
        Assert.NotEmpty(BlankFinder.Find(sentences[0]));
    }

    private static IReadOnlyDictionary<string, FieldResult> Mark(string[] sentences, IEnumerable<Finding> findings, double[] probabilities, params Suspicion[] suspicions) =>
        Mark(sentences, findings, probabilities, ("term", 0), suspicions);

    private static IReadOnlyDictionary<string, FieldResult> Mark(string[] sentences, IEnumerable<Finding> findings, double[] probabilities, (string, double) emit, params Suspicion[] suspicions) =>
        BlankFields.Mark(Schema, Assemble(sentences, findings, emit), sentences, new ReadingSigns(probabilities, suspicions), Place(sentences));
}
