using Pipeline.Domain.Confidence;
using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;

namespace Pipeline.Domain.Evaluation;

/// <summary>Measures confidences and decisions of results against known answers.</summary>
public static class RunMeasure
{
    private static readonly double[] Budgets = [0.01, 0.02, 0.05];

    /// <param name="results">Of the documents to measure on; those without answers do not count.</param>
    /// <param name="budget">For budget honesty.</param>
    public static RunFigures Of(IEnumerable<DocumentResult> results, IExpectedAnswers answers, ExtractionSchema schema, double budget)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(answers);
        var judged = results.SelectMany(result => Judge(result, answers, schema)).ToList();
        var candidates = judged.SelectMany(field => field.Labels.Candidates.Select(candidate => (field.Labels.Document, Candidate: candidate))).ToList();
        var all = candidates.Select(c => new ScoredOutcome(c.Document, c.Candidate.Raw, c.Candidate.Right)).ToList();
        var values = candidates.Where(c => c.Candidate.IsValue).Select(c => new ScoredOutcome(c.Document, c.Candidate.Raw, c.Candidate.Right)).ToList();
        var found = judged.Where(field => field.Labels.Found).ToList();
        var outcomes = found.Select(Outcome).ToList();
        var accepted = found.Where(field => field.Decision == FieldDecision.Accepted).ToList();
        var absent = judged.Where(field => field.Decision == FieldDecision.Absent).ToList();
        var documents = judged.GroupBy(field => field.Labels.Document).ToList();
        return new RunFigures
        {
            Documents = documents.Count,
            Values = values.Count,
            WrongValues = values.Count(value => !value.Right),
            Candidates = all.Count,
            WrongCandidates = all.Count(candidate => !candidate.Right),
            Auroc = Finite(Ranking.Auroc(all)),
            AurocInterval = DocumentBootstrap.Of(all, outcome => outcome.Document, Ranking.Auroc),
            ValueAuroc = Finite(Ranking.Auroc(values)),
            ValueAurocInterval = DocumentBootstrap.Of(values, outcome => outcome.Document, Ranking.Auroc),
            Ece = Finite(Ranking.CalibrationError(values)),
            Reliability = Ranking.Reliability(values),
            Coverage = [.. Budgets.Select(b => Cover(outcomes, documents.Count, b))],
            Honesty = BudgetHonesty.Measure(outcomes, budget),
            AcceptedValues = ShareFigure.Of(accepted.Sum(Values), found.Sum(Values)),
            AcceptedWrong = ShareFigure.Of(accepted.Count(field => !field.Labels.Right), accepted.Count),
            UntouchedDocuments = ShareFigure.Of(documents.Count(document => document.All(field => field.Decision != FieldDecision.Review)), documents.Count),
            AbsentWrong = ShareFigure.Of(absent.Count(field => !field.Labels.Right), absent.Count),
            RiskCoverage = RiskCoverage(outcomes),
        };
    }

    private static IEnumerable<JudgedField> Judge(DocumentResult result, IExpectedAnswers answers, ExtractionSchema schema) =>
        LabelledFields.Of(result, answers, schema).Select(labels =>
        {
            var field = result.Fields[labels.Field];
            var whole = field.Confidence ?? WholeField.Probability(
                field.Values.Select(value => value.Confidence), field.Candidates.Select(candidate => candidate.Confidence), labels.Many);
            return new JudgedField(labels, field.Decision, whole);
        });

    private static ScoredOutcome Outcome(JudgedField field) => new(field.Labels.Document, field.Confidence, field.Labels.Right);

    private static int Values(JudgedField field) => field.Labels.Candidates.Count(candidate => candidate.IsValue);

    private static Coverage Cover(List<ScoredOutcome> found, int documents, double budget)
    {
        var test = FixedSequence.Test(found, budget);
        var from = test.Threshold ?? double.PositiveInfinity;
        var through = found.GroupBy(outcome => outcome.Document).Count(document => document.All(outcome => outcome.Score >= from));
        return new Coverage(budget, test, ShareFigure.Of(found.Count(outcome => outcome.Score >= from), found.Count), ShareFigure.Of(through, documents));
    }

    private static List<CurvePoint> RiskCoverage(List<ScoredOutcome> outcomes)
    {
        var points = new List<CurvePoint>(outcomes.Count);
        int n = 0, wrong = 0;
        foreach (var outcome in outcomes.OrderByDescending(outcome => outcome.Score))
        {
            n++;
            wrong += outcome.Right ? 0 : 1;
            points.Add(new CurvePoint((double)n / outcomes.Count, (double)wrong / n));
        }

        return points;
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
