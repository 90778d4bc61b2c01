using Pipeline.Domain.Confidence;

namespace Pipeline.Domain.Tests.Confidence;

public sealed class CalibrationFitTests
{
    private static readonly CalibrationHeading Heading = new("m@1", new DateOnly(2026, 11, 21), [new CalibrationSource("set", "nda@1", "00", 1)]);

    [Fact]
    public void Finds_a_threshold_where_confidence_deserves_it()
    {
        var calibration = CalibrationFit.Fit(Fields(200, 1), Heading, new CalibrationBudgets());
        Assert.NotNull(calibration.Accept.Threshold);
        Assert.True(calibration.Accept.Bound <= 0.05);
        Assert.InRange(calibration.Figures.Auroc!.Value, 0.9, 1);
        Assert.InRange(calibration.Figures.Ece!.Value, 0, 0.05);
        Assert.Equal(200, calibration.Figures.Documents);
    }

    [Fact]
    public void Twenty_documents_cannot_prove_it_and_say_what_is_missing()
    {
        var calibration = CalibrationFit.Fit(Fields(20, 1), Heading, new CalibrationBudgets());
        Assert.Null(calibration.Accept.Threshold);
        Assert.True(calibration.Accept.MissingChecks > 0);
    }

    [Fact]
    public void The_same_fields_give_the_same_file_in_any_order()
    {
        var fields = Fields(40, 2);
        var shuffled = fields.ToArray();
        new Deterministic(9).Shuffle(shuffled);
        Assert.Equal(CalibrationFit.Fit(fields, Heading, new CalibrationBudgets()).ToJson(), CalibrationFit.Fit(shuffled, Heading, new CalibrationBudgets()).ToJson());
    }

    [Fact]
    public void What_was_written_is_read_again()
    {
        var calibration = CalibrationFit.Fit(Fields(150, 3), Heading, new CalibrationBudgets());
        var read = Calibration.Parse(calibration.ToJson());
        Assert.Equal(calibration.ToJson(), read.ToJson());
        var features = Fields(1, 4)[0].Candidates[0].Features;
        Assert.Equal(calibration.Probability("law", features), read.Probability("law", features));
        Assert.True(read.Covers("m@1", "nda@1"));
        Assert.False(read.Covers("m@1", "contracts@1"));
        Assert.False(read.Covers("m@2", "nda@1"));
    }

    [Fact]
    public void Labels_without_rhyme_give_no_confidence()
    {
        // Right or wrong by coin: cross-fitting must not find order where there is none.
        var random = new Deterministic(8);
        var fields = Fields(120, 5).Select(field => field with { Candidates = [.. field.Candidates.Select(candidate => candidate with { Right = random.Next(2) == 0 })] }).ToList();
        var calibration = CalibrationFit.Fit(fields, Heading, new CalibrationBudgets());
        Assert.InRange(calibration.Figures.Auroc!.Value, 0.35, 0.65);
        Assert.Null(calibration.Accept.Threshold);
    }

    [Fact]
    public void A_field_gets_a_curve_of_its_own_only_with_200_checks()
    {
        Assert.DoesNotContain(CalibrationFit.Fit(Fields(60, 6), Heading, new CalibrationBudgets()).Fields.Values, field => field.Isotonic);
        Assert.All(CalibrationFit.Fit(Fields(60, 6), Heading, new CalibrationBudgets()).Fields.Values, field => Assert.InRange(field.Checks, 0, 199));
    }

    [Fact]
    public void A_curve_mends_what_the_shared_line_cannot()
    {
        // Right in the middle only: no rising line fits, and neither does a rising curve; right from 0.9 on: a step that the curve fits better than the line.
        var random = new Deterministic(12);
        var fields = Enumerable.Range(0, 900).Select(i =>
        {
            var x = random.Next(1000) / 1000.0;
            return Field(i, "step", [Candidate(x, x > 0.9 || random.Next(10) == 0, true)], 0);
        }).ToList();
        var calibration = CalibrationFit.Fit(fields, Heading, new CalibrationBudgets());
        Assert.True(calibration.Fields["step"].Isotonic);
        Assert.True(calibration.Probability("step", Features(0.99)) > 0.9);
        Assert.True(calibration.Probability("step", Features(0.6)) < 0.3);
    }

    [Fact]
    public void Nothing_to_learn_from_is_refused() =>
        Assert.Throws<ArgumentException>(() => CalibrationFit.Fit([], Heading, new CalibrationBudgets()));

    [Fact]
    public void A_field_that_lacks_a_value_counts_as_wrong()
    {
        var whole = Field(0, "parties", [Candidate(0.9, true, true)], 0);
        Assert.True(whole.Right);
        Assert.False((whole with { Complete = false }).Right);
        Assert.False((Field(0, "law", [], 0) with { Answers = 1 }).Right);
        Assert.True((Field(0, "law", [], 0) with { Answers = 0 }).Right);
    }

    [Fact]
    public void A_probable_candidate_lowers_a_field_of_many_values_but_not_of_one()
    {
        Assert.Equal(0.9 * 0.8 * 0.5, WholeField.Probability([0.9, 0.8], [0.5], many: true), 12);
        Assert.Equal(0.9, WholeField.Probability([0.9], [0.5], many: false), 12);
        Assert.True(FieldRivals.Conflict(many: false, [0.3]));
        Assert.False(FieldRivals.Conflict(many: false, [0.1]));
        Assert.False(FieldRivals.Conflict(many: true, [0.9]));
    }

    /// <summary>Per document a law, mostly clear, and an expiry that half the documents lack.</summary>
    private static List<LabelledField> Fields(int documents, ulong seed)
    {
        var random = new Deterministic(seed);
        var fields = new List<LabelledField>();
        for (var i = 0; i < documents; i++)
        {
            var sure = random.Next(10) > 2;
            var x = sure ? 0.9 + (random.Next(100) / 1000.0) : random.Next(800) / 1000.0;
            fields.Add(Field(i, "law", [Candidate(x, sure || random.Next(5) == 0, true), Candidate(random.Next(300) / 1000.0, false, false)], 0));
            var missed = random.Next(10) == 0;
            fields.Add(Field(i, "expiry", [], missed ? 0.4 : 0.01) with { Answers = missed ? 1 : 0 });
        }

        return fields;
    }

    private static LabelledField Field(int document, string name, IReadOnlyList<LabelledCandidate> candidates, double miss) => new()
    {
        Document = $"d{document}",
        Field = name,
        Candidates = candidates,
        Absence = new Dictionary<string, double> { ["best_miss"] = miss },
        Answers = candidates.Count > 0 ? 1 : 0,
        Complete = true,
        Many = false,
        Blocked = false,
    };

    private static LabelledCandidate Candidate(double x, bool right, bool isValue) => new(Features(x), isValue, x, right);

    private static Dictionary<string, double> Features(double x) => new() { ["raw_logit"] = Math.Log((x + 0.001) / (1.001 - x)), ["constant"] = 1 };
}
