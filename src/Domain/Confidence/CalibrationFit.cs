namespace Pipeline.Domain.Confidence;

/// <summary>
/// Makes a calibration from labelled fields: a logistic model over candidates, cross-fitted by document; from the cross-fitted probabilities the figures and the thresholds, so that
/// no document judges itself; and a last fit on all documents, which is the one that is stored. The same fields give the same calibration to the last digit.
/// </summary>
public static class CalibrationFit
{
    private static readonly double[] Penalties = [100, 30, 10, 3, 1, 0.3];

    /// <exception cref="ArgumentException">There is nothing to learn from: no candidate, or documents of one only.</exception>
    public static Calibration Fit(IReadOnlyList<LabelledField> fields, CalibrationHeading heading, CalibrationBudgets budgets)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(heading);
        ArgumentNullException.ThrowIfNull(budgets);
        // The order of the input must not reach the last digit of a sum.
        var sorted = fields.OrderBy(field => field.Document, StringComparer.Ordinal).ThenBy(field => field.Field, StringComparer.Ordinal).ToList();
        var folds = CrossFit.Folds(sorted.Select(field => field.Document));
        var examples = sorted.SelectMany(field => field.Candidates.Select(candidate => new FeatureExample(field.Document, field.Field, candidate.Features, candidate.Right))).ToList();
        if (folds.Count < 2 || examples.Count == 0)
        {
            throw new ArgumentException("A calibration needs candidates of at least two documents.", nameof(fields));
        }

        var (penalty, predictions) = CrossFit.Best(examples, folds, Penalties);
        var curves = IsotonicFit.Apply(examples, predictions, folds);
        var (absence, absent) = FitAbsence(sorted, folds);
        return new Calibration
        {
            Model = heading.Model,
            Features = CandidateFeatures.Version,
            Date = heading.Date,
            Sources = heading.Sources,
            Fields = Count(sorted, curves),
            Figures = Figures(sorted, examples, predictions),
            Accept = FixedSequence.Test(Accepted(sorted, predictions), budgets.Wrong),
            AcceptAbsent = FixedSequence.Test(absent, budgets.Missed),
            Values = LogisticModel.Fit(examples, penalty),
            Isotonic = curves,
            Absence = absence,
        };
    }

    private static (LogisticModel? Model, List<ScoredOutcome> Outcomes) FitAbsence(List<LabelledField> fields, Dictionary<string, int> folds)
    {
        var absent = fields.Where(field => !field.Found && !field.Blocked).ToList();
        var examples = absent.Select(field => new FeatureExample(field.Document, field.Field, field.Absence, !field.Expected)).ToList();
        if (examples.Count == 0)
        {
            return (null, []);
        }

        var (penalty, predictions) = CrossFit.Best(examples, folds, Penalties);
        return (LogisticModel.Fit(examples, penalty), [.. absent.Select((field, i) => new ScoredOutcome(field.Document, predictions[i], field.Right))]);
    }

    /// <summary>Found fields that only their confidence could keep from being accepted.</summary>
    private static List<ScoredOutcome> Accepted(List<LabelledField> fields, double[] predictions)
    {
        var outcomes = new List<ScoredOutcome>();
        var at = 0;
        foreach (var field in fields)
        {
            var own = predictions[at..(at + field.Candidates.Count)];
            at += own.Length;
            if (field.Found && !FieldRivals.Blocked(field, own))
            {
                outcomes.Add(new ScoredOutcome(field.Document, FieldRivals.Whole(field, own), field.Right));
            }
        }

        return outcomes;
    }

    private static SortedDictionary<string, FieldLabels> Count(List<LabelledField> fields, SortedDictionary<string, Isotonic> curves) => new(
        fields.GroupBy(field => field.Field).ToDictionary(
            group => group.Key,
            group => new FieldLabels(group.Sum(field => field.Candidates.Count), group.Sum(field => field.Candidates.Count(candidate => candidate.Right)), curves.ContainsKey(group.Key))),
        StringComparer.Ordinal);

    private static CalibrationFigures Figures(List<LabelledField> fields, List<FeatureExample> examples, double[] predictions)
    {
        var outcomes = examples.Select((example, i) => new ScoredOutcome(example.Document, predictions[i], example.Right)).ToList();
        var raw = fields.SelectMany(field => field.Candidates.Select(candidate => new ScoredOutcome(field.Document, candidate.Raw, candidate.Right))).ToList();
        return new CalibrationFigures(
            fields.Select(field => field.Document).Distinct().Count(),
            outcomes.Count,
            outcomes.Count(outcome => !outcome.Right),
            Finite(Ranking.Auroc(outcomes)),
            DocumentBootstrap.Of(outcomes, outcome => outcome.Document, Ranking.Auroc),
            Finite(Ranking.Auroc(raw)),
            Finite(Ranking.CalibrationError(outcomes)));
    }

    /// <summary>JSON has no NaN.</summary>
    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
