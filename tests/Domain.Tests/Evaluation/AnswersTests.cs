using Pipeline.Domain.Evaluation;
using Pipeline.Domain.Results;

namespace Pipeline.Domain.Tests.Evaluation;

public sealed class AnswersTests
{
    [Fact]
    public void Kleister_values_are_right_as_the_scorer_counts()
    {
        var answers = new KleisterAnswers(["""{"document":"a.pdf","fields":{"party":["Nike Inc.","Acme"],"term":["2 years"]}}"""]);
        Assert.True(answers.Knows(answers.NameOf("in/a.pdf")));
        var parties = answers.Label("a.pdf", "parties", Field([Value("Nike, Inc", "NIKE INC"), Value("Bolt", null)], [Value("acme", null)]));
        Assert.Equal([true, false], parties.Values);
        Assert.Equal([true], parties.Candidates);
        Assert.Equal(2, parties.Expected);
        Assert.False(parties.Complete);
        var term = answers.Label("a.pdf", "term", Field([Value("two years", "2 years")], []));
        Assert.True(term.Complete);
        var law = answers.Label("a.pdf", "governing_law", Field([], []));
        Assert.Equal(0, law.Expected);
        Assert.True(law.Complete);
    }

    [Fact]
    public void Cuad_spans_that_say_no_more_than_a_matched_one_are_no_miss()
    {
        var answers = new CuadAnswers(
            ["""{"document":"a","fields":{"parties":{"answer":"","spans":["2THEMART.COM, INC.","2TheMart","I-Escrow, Inc."]},"governing_law":{"answer":"","spans":["Ohio","The law is that of the State of Ohio."]}}}"""],
            ["parties"]);
        Assert.Equal("a", answers.NameOf("in/a.txt"));
        Assert.False(answers.Label("a", "parties", Field([Value("2TheMart.com, Inc.", null)], [])).Complete);
        Assert.True(answers.Label("a", "parties", Field([Value("2TheMart.com, Inc.", null), Value("I-Escrow, Inc.", null)], [])).Complete);
        Assert.True(answers.Label("a", "governing_law", Field([Value("Ohio", "Ohio")], [])).Complete);
        Assert.False(answers.Label("a", "governing_law", Field([Value("Utah", "Utah")], [])).Values[0]);
    }

    [Fact]
    public void A_document_is_in_one_half_whatever_its_folder_and_format()
    {
        var names = Enumerable.Range(0, 200).Select(i => $"contract-{i}").ToList();
        Assert.All(names, name => Assert.Equal(AnswerHalves.Of(name + ".pdf"), AnswerHalves.Of("x/" + name + ".txt")));
        Assert.InRange(names.Count(name => AnswerHalves.Of(name) == AnswerHalf.Report), 80, 120);
        // Once and for ever: another hash would mix documents that made choices with those that judge them.
        Assert.Equal(AnswerHalf.Calibrate, AnswerHalves.Of("contract-0.pdf"));
        Assert.Equal(AnswerHalf.Report, AnswerHalves.Of("contract-1.pdf"));
    }

    private static FieldResult Field(IReadOnlyList<FieldValue> values, IReadOnlyList<FieldValue> candidates) =>
        new() { State = values.Count > 0 ? FieldState.Found : FieldState.Absent, Decision = FieldDecision.Review, Values = values, Candidates = candidates };

    private static FieldValue Value(string value, string? normalized) =>
        new() { Value = value, Normalized = normalized, Confidence = 0.9, ConfidenceSource = "raw", Source = "machine", Grounded = true, Evidence = [] };
}
