namespace Pipeline.Domain.Confidence;

/// <summary>A field's own curve on top of the shared model: only with enough checks, and only where it helps on documents that it did not see.</summary>
internal static class IsotonicFit
{
    /// <summary>Below this, a field's own curve is noise (extraction.md §6).</summary>
    public const int LeastChecks = 200;

    /// <summary>Replaces the cross-fitted predictions of the fields that get a curve.</summary>
    public static SortedDictionary<string, Isotonic> Apply(IReadOnlyList<FeatureExample> examples, double[] predictions, IReadOnlyDictionary<string, int> folds)
    {
        var curves = new SortedDictionary<string, Isotonic>(StringComparer.Ordinal);
        foreach (var field in examples.Select((example, i) => (example, i)).GroupBy(e => e.example.Field).Where(group => group.Count() >= LeastChecks))
        {
            var outcomes = field.Select(e => (e.i, Outcome: new ScoredOutcome(e.example.Document, predictions[e.i], e.example.Right))).ToList();
            var own = new Dictionary<int, double>();
            foreach (var fold in folds.Values.Distinct())
            {
                var curve = Isotonic.Fit(outcomes.Where(o => folds[o.Outcome.Document] != fold).Select(o => o.Outcome));
                foreach (var (i, outcome) in outcomes.Where(o => folds[o.Outcome.Document] == fold))
                {
                    own[i] = curve.At(outcome.Score);
                }
            }

            if (outcomes.Sum(o => Loss(own[o.i], o.Outcome)) < outcomes.Sum(o => Loss(o.Outcome.Score, o.Outcome)))
            {
                curves[field.Key] = Isotonic.Fit(outcomes.Select(o => o.Outcome));
                foreach (var (i, probability) in own)
                {
                    predictions[i] = probability;
                }
            }
        }

        return curves;
    }

    private static double Loss(double probability, ScoredOutcome outcome) => LogisticRegression.LogLoss(probability, outcome.Right ? 1 : 0);
}
