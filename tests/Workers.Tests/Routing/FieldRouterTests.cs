using Pipeline.Domain.Confidence;
using Pipeline.Domain.Fields;
using Pipeline.Domain.Layout;
using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;
using Pipeline.Domain.Tests.Results;
using Pipeline.Workers.Routing;

namespace Pipeline.Workers.Tests.Routing;

public sealed class FieldRouterTests
{
    private static readonly ExtractionSchema Schema = new()
    {
        Name = "nda",
        Version = 1,
        Fields =
        [
            new FieldDefinition { Name = "law", Kind = FieldKind.Jurisdiction, Value = ValueRule.Required },
            new FieldDefinition { Name = "parties", Kind = FieldKind.Party, Value = ValueRule.Required, Many = true },
        ],
    };

    [Fact]
    public void Accepts_what_reaches_a_proven_threshold()
    {
        var result = Route(Calibrated(0.9, 0.9), Law(0.97), Parties(0.99, 0.98));
        Assert.Equal(ResultStatus.Accepted, result.Status);
        Assert.All(result.Fields.Values, field => Assert.Empty(field.Reasons));
        Assert.All(result.Fields.Values, field => Assert.Equal(FieldDecision.Accepted, field.Decision));
        var law = result.Fields["law"];
        Assert.Equal("calibrated", law.Values[0].ConfidenceSource);
        Assert.Equal(0.97, law.Values[0].Confidence, 6);
        Assert.Equal(0.97, law.Confidence!.Value, 6);
        Assert.Equal(0.99 * 0.98, result.Fields["parties"].Confidence!.Value, 6);
    }

    [Fact]
    public void One_doubtful_field_sends_the_document_to_review()
    {
        var result = Route(Calibrated(0.9, 0.9), Law(0.89), Parties(0.99));
        Assert.Equal(ResultStatus.Review, result.Status);
        Assert.Equal([RoutingReasons.LowConfidence], result.Fields["law"].Reasons);
        Assert.Equal(FieldDecision.Accepted, result.Fields["parties"].Decision);
    }

    [Fact]
    public void A_rule_that_failed_blocks_whatever_the_confidence()
    {
        var result = Route(Calibrated(0.9, 0.9), Law(0.99) with { Reasons = [Reasons.NotCalibrated, "expires_before_start"] }, Parties(0.99));
        Assert.Equal(FieldDecision.Review, result.Fields["law"].Decision);
        Assert.Equal(["expires_before_start"], result.Fields["law"].Reasons);
    }

    [Theory]
    [InlineData(0.05, FieldDecision.Accepted)]
    [InlineData(0.4, FieldDecision.Review)]
    public void Only_a_probable_rival_is_a_conflict(double rival, FieldDecision decision)
    {
        var law = Law(0.95) with { Reasons = [Reasons.NotCalibrated, Reasons.Conflict], Candidates = [Value(rival)] };
        var result = Route(Calibrated(0.9, 0.9), law, Parties(0.99));
        Assert.Equal(decision, result.Fields["law"].Decision);
        Assert.Equal(decision == FieldDecision.Review, result.Fields["law"].Reasons.Contains(Reasons.Conflict));
    }

    [Fact]
    public void A_probable_candidate_beside_the_parties_means_that_one_may_be_missing()
    {
        var parties = Parties(0.99, 0.99) with { Candidates = [Value(0.4)] };
        Assert.Equal([RoutingReasons.LowConfidence], Route(Calibrated(0.9, 0.9), Law(0.99), parties).Fields["parties"].Reasons);
    }

    [Fact]
    public void A_budget_that_is_not_proven_accepts_nothing()
    {
        var result = Route(Calibrated(null, null), Law(0.999), Absent());
        Assert.Equal(ResultStatus.Review, result.Status);
        Assert.Equal([RoutingReasons.BudgetNotProven], result.Fields["law"].Reasons);
        Assert.Contains(RoutingReasons.BudgetNotProven, result.Fields["parties"].Reasons);
    }

    [Fact]
    public void A_field_is_absent_only_by_the_second_budget()
    {
        var sure = Route(Calibrated(0.9, 0.9), Law(0.99), Absent());
        Assert.Equal((FieldDecision.Absent, ResultStatus.Accepted), (sure.Fields["parties"].Decision, sure.Status));
        Assert.InRange(sure.Fields["parties"].Confidence!.Value, 0.9, 1);

        var missed = Route(Calibrated(0.9, 0.9), Law(0.99), Absent(), new PossibleMiss("parties", 1, "Between A and B.", 0.09));
        Assert.Equal(FieldDecision.Review, missed.Fields["parties"].Decision);
        Assert.Equal([RoutingReasons.LowConfidence, Reasons.PossibleMiss], missed.Fields["parties"].Reasons);
    }

    [Fact]
    public void What_cannot_be_read_is_for_people()
    {
        var result = Route(Calibrated(0.9, 0.9), Law(0.99), Absent() with { State = FieldState.Unreadable });
        Assert.Equal(FieldDecision.Review, result.Fields["parties"].Decision);
        Assert.Equal(["unreadable"], result.Fields["parties"].Reasons);
        Assert.Equal(FieldDecision.Review, Route(Calibrated(0.9, 0.9), Law(0.99), Absent() with { State = FieldState.BlankInDocument }).Fields["parties"].Decision);
    }

    [Fact]
    public void A_blank_stays_in_front_of_likelier_candidates()
    {
        var blank = Value(0.1) with { Value = "____" };
        var parties = Absent() with { State = FieldState.BlankInDocument, Reasons = [Reasons.NotCalibrated, Reasons.BlankInDocument], Candidates = [blank, Value(0.2), Value(0.6)] };
        var routed = Route(Calibrated(0.9, 0.9), Law(0.99), parties).Fields["parties"];
        Assert.Equal("____", routed.Candidates[0].Value);
        Assert.Equal([0.6, 0.2], routed.Candidates.Skip(1).Select(candidate => Math.Round(candidate.Confidence, 6)));
    }

    [Fact]
    public void A_calibration_of_another_schema_or_of_none_of_the_fields_is_none()
    {
        var raw = Result(Law(0.99), Parties(0.99), []);
        var other = FieldRouter.Of(Schema with { Version = 2 }, "m@1", Calibrated(0.5, 0.5));
        Assert.Equal("none", other.Identity);
        Assert.Equal([Reasons.NotCalibrated], other.Route(raw).Fields["law"].Reasons);

        var half = Calibrated(0.5, 0.5) with { Fields = new Dictionary<string, FieldLabels> { ["law"] = new(10, 9, false) } };
        var routed = FieldRouter.Of(Schema, "m@1", half).Route(raw);
        Assert.Equal(FieldDecision.Accepted, routed.Fields["law"].Decision);
        Assert.Equal([Reasons.NotCalibrated], routed.Fields["parties"].Reasons);
        Assert.Equal("raw", routed.Fields["parties"].Values[0].ConfidenceSource);
        Assert.Equal(ResultStatus.Review, routed.Status);
    }

    [Fact]
    public void Features_stay_only_where_a_calibration_is_made()
    {
        var raw = Result(Law(0.99), Parties(0.99), []);
        Assert.Contains("\"features\"", ResultJson.Write(FieldRouter.ForCalibration(Schema).Route(raw)), StringComparison.Ordinal);
        Assert.DoesNotContain("\"features\"", ResultJson.Write(FieldRouter.Of(Schema, "m@1", Calibrated(0.9, 0.9)).Route(raw)), StringComparison.Ordinal);
        Assert.DoesNotContain("\"features\"", ResultJson.Write(FieldRouter.Of(Schema, "m@1", null).Route(raw)), StringComparison.Ordinal);
    }

    private static DocumentResult Route(Calibration calibration, FieldResult law, FieldResult parties, params PossibleMiss[] misses) =>
        FieldRouter.Of(Schema, "m@1", calibration).Route(Result(law, parties, misses));

    private static DocumentResult Result(FieldResult law, FieldResult parties, PossibleMiss[] misses) => PlainResult.Of("a.pdf") with
    {
        Pages = [new PageResult(1, 612, 792, 0, PageSource.Text)],
        Fields = new OrderedDictionary<string, FieldResult> { ["law"] = law, ["parties"] = parties },
        PossibleMisses = misses,
    };

    /// <summary>A calibration that leaves the raw confidence as it is.</summary>
    private static Calibration Calibrated(double? threshold, double? absent) => new()
    {
        Model = "m@1",
        Features = CandidateFeatures.Version,
        Date = new DateOnly(2026, 11, 21),
        Sources = [new CalibrationSource("set", "nda@1", "00", 1)],
        Fields = new Dictionary<string, FieldLabels> { ["law"] = new(10, 9, false), ["parties"] = new(10, 9, false) },
        Figures = new CalibrationFigures(1, 1, 0, null, null, null, null),
        Accept = new ThresholdTest(0.05, threshold, 60, 0, 0.05, 0),
        AcceptAbsent = new ThresholdTest(0.05, absent, 60, 0, 0.05, 0),
        Values = new LogisticModel { Intercept = 0, Penalty = 1, Columns = [new FeatureColumn("raw_logit", 0, 1, 1)], FieldOffsets = new Dictionary<string, double>() },
        Isotonic = new Dictionary<string, Isotonic>(),
        Absence = new LogisticModel { Intercept = 4, Penalty = 1, Columns = [new FeatureColumn("best_miss", 0, 1, -60)], FieldOffsets = new Dictionary<string, double>() },
    };

    private static FieldResult Law(double confidence) => Found([Value(confidence)]);

    private static FieldResult Parties(params double[] confidences) => Found([.. confidences.Select(Value)]);

    private static FieldResult Absent() => new() { State = FieldState.Absent, Decision = FieldDecision.Review, Reasons = [Reasons.NotCalibrated] };

    private static FieldResult Found(IReadOnlyList<FieldValue> values) =>
        new() { State = FieldState.Found, Decision = FieldDecision.Review, Reasons = [Reasons.NotCalibrated], Values = values };

    private static FieldValue Value(double confidence) => PlainResult.Value("x", confidence) with { Features = new Dictionary<string, double> { ["end"] = -0.1 } };
}
