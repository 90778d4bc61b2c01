using Pipeline.Domain.Evaluation;
using Pipeline.Domain.Layout;
using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;
using Pipeline.Domain.Tests.Results;

namespace Pipeline.Domain.Tests.Evaluation;

public sealed class RunMeasureTests
{
    private static readonly ExtractionSchema Schema = new()
    {
        Name = "nda",
        Version = 1,
        Fields = [new FieldDefinition { Name = "governing_law", Kind = FieldKind.Jurisdiction, Value = ValueRule.Required }, new FieldDefinition { Name = "term", Kind = FieldKind.Duration, Value = ValueRule.Required }],
    };

    [Fact]
    public void Counts_what_went_through_and_what_of_it_is_wrong()
    {
        var answers = new KleisterAnswers(Enumerable.Range(0, 4).Select(i => $$$"""{"document":"{{{i}}}.pdf","fields":{"jurisdiction":["Ohio"]}}"""));
        var figures = RunMeasure.Of(
            [
                Result("0.pdf", Law("Ohio", 0.99, FieldDecision.Accepted), Absent(FieldDecision.Absent)),
                Result("1.pdf", Law("Utah", 0.95, FieldDecision.Accepted), Absent(FieldDecision.Absent)),
                Result("2.pdf", Law("Ohio", 0.4, FieldDecision.Review), Absent(FieldDecision.Absent)),
                Result("3.pdf", Absent(FieldDecision.Absent), Absent(FieldDecision.Review)),
                Result("unknown.pdf", Law("Ohio", 0.4, FieldDecision.Review), Absent(FieldDecision.Review)),
            ],
            answers,
            Schema,
            0.05);
        Assert.Equal((4, 3, 1), (figures.Documents, figures.Values, figures.WrongValues));
        Assert.Equal((2, 3), (figures.AcceptedValues.Count, figures.AcceptedValues.N));
        Assert.Equal((1, 2), (figures.AcceptedWrong.Count, figures.AcceptedWrong.N));
        Assert.Equal((2, 4), (figures.UntouchedDocuments.Count, figures.UntouchedDocuments.N));
        // The law of the fourth is missed; the terms are truly absent.
        Assert.Equal((1, 4), (figures.AbsentWrong.Count, figures.AbsentWrong.N));
        Assert.Equal(0.5, figures.ValueAuroc);
        Assert.All(figures.Coverage, coverage => Assert.Null(coverage.Test.Threshold));
        Assert.Equal([new CurvePoint(1 / 3.0, 0), new CurvePoint(2 / 3.0, 0.5), new CurvePoint(1, 1 / 3.0)], figures.RiskCoverage);
    }

    [Fact]
    public void A_run_that_lost_answers_is_worse_and_one_like_it_is_not()
    {
        var good = Enumerable.Range(0, 40).Select(i => new DocumentCounts($"{i}", 5, 1, 5, 6)).ToList();
        var bad = good.Select(counts => counts with { Right = 3, Wrong = 3, Matched = 3 }).ToList();
        var mixed = good.Select((counts, i) => i % 2 == 0 ? counts with { Right = 6, Matched = 6, Wrong = 0 } : counts with { Right = 4, Matched = 4, Wrong = 2 }).ToList();
        Assert.True(RunComparison.Of(bad, good)!.IsWorse);
        Assert.False(RunComparison.Of(good, bad)!.IsWorse);
        Assert.False(RunComparison.Of(good, good)!.IsWorse);
        Assert.False(RunComparison.Of(mixed, good)!.IsWorse);
        Assert.Equal(20, RunComparison.Of(good.Take(20), bad)!.Documents);
        Assert.Null(RunComparison.Of(good, [new DocumentCounts("other", 1, 0, 1, 1)]));
    }

    private static DocumentResult Result(string name, FieldResult law, FieldResult term) => PlainResult.Of(name) with
    {
        Pages = [new PageResult(1, 612, 792, 0, PageSource.Text)],
        Fields = new Dictionary<string, FieldResult> { ["governing_law"] = law, ["term"] = term },
    };

    private static FieldResult Law(string law, double confidence, FieldDecision decision) => new()
    {
        State = FieldState.Found,
        Decision = decision,
        Confidence = confidence,
        Values = [PlainResult.Value(law, confidence) with { ConfidenceSource = "calibrated" }],
    };

    private static FieldResult Absent(FieldDecision decision) => new() { State = FieldState.Absent, Decision = decision };
}
