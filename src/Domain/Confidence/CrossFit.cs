namespace Pipeline.Domain.Confidence;

/// <summary>Judges every example by a model that did not see its document.</summary>
internal static class CrossFit
{
    private const int MostFolds = 10;

    /// <summary>Which fold each document falls in: by the order of the hashes of their names, so that folds are of equal size.</summary>
    public static Dictionary<string, int> Folds(IEnumerable<string> documents)
    {
        var sorted = documents.Distinct().OrderBy(document => Deterministic.Hash("fold " + document)).ToArray();
        var folds = Math.Min(MostFolds, sorted.Length);
        return sorted.Select((document, i) => (document, i)).ToDictionary(d => d.document, d => d.i % folds, StringComparer.Ordinal);
    }

    /// <summary>The prediction for each example, in their order. With documents of one fold only there is nothing to hold out, and the prediction is ½.</summary>
    public static double[] Predict(IReadOnlyList<FeatureExample> examples, IReadOnlyDictionary<string, int> folds, double penalty)
    {
        var predictions = new double[examples.Count];
        foreach (var fold in folds.Values.Distinct().Order())
        {
            var others = examples.Where(example => folds[example.Document] != fold).ToList();
            var model = others.Count == 0 ? null : LogisticModel.Fit(others, penalty);
            for (var i = 0; i < examples.Count; i++)
            {
                if (folds[examples[i].Document] == fold)
                {
                    predictions[i] = model?.Predict(examples[i].Field, examples[i].Features) ?? 0.5;
                }
            }
        }

        return predictions;
    }

    /// <summary>The penalty with the least cross-fitted cross-entropy; the larger one of equals.</summary>
    public static (double Penalty, double[] Predictions) Best(IReadOnlyList<FeatureExample> examples, IReadOnlyDictionary<string, int> folds, IEnumerable<double> penalties) =>
        penalties.Select(penalty => (Penalty: penalty, Predictions: Predict(examples, folds, penalty)))
            .MinBy(fit => examples.Select((example, i) => LogisticRegression.LogLoss(fit.Predictions[i], example.Right ? 1 : 0)).Sum());
}
