namespace Pipeline.Domain.Confidence;

/// <summary>A fitted logistic regression over named features, shared by all fields, with an offset per field.</summary>
public sealed record LogisticModel
{
    public required double Intercept { get; init; }

    public required double Penalty { get; init; }

    public required IReadOnlyList<FeatureColumn> Columns { get; init; }

    public required IReadOnlyDictionary<string, double> FieldOffsets { get; init; }

    /// <summary>Features that an example lacks count as average; so do features that this model does not know.</summary>
    public double Predict(string field, IReadOnlyDictionary<string, double> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        var sum = Intercept + FieldOffsets.GetValueOrDefault(field);
        foreach (var column in Columns)
        {
            sum += column.Weight * Standard(features, column.Name, column.Mean, column.Scale);
        }

        return 1 / (1 + Math.Exp(-sum));
    }

    public static LogisticModel Fit(IReadOnlyList<FeatureExample> examples, double penalty)
    {
        ArgumentNullException.ThrowIfNull(examples);
        var fields = examples.Select(example => example.Field).Distinct().Order(StringComparer.Ordinal).ToArray();
        var columns = examples.SelectMany(example => example.Features.Keys).Distinct().Order(StringComparer.Ordinal)
            .Select(name => Spread(name, examples))
            .Where(column => column.Scale > 0)
            .ToArray();
        var right = examples.Count(example => example.Right);
        // Platt's targets (1999): with few examples, no probability is 0 or 1.
        var high = (right + 1.0) / (right + 2);
        var low = 1.0 / (examples.Count - right + 2);
        var rows = examples.Select(example => Row(example, columns, fields)).ToList();
        var weights = LogisticRegression.Fit(rows, [.. examples.Select(example => example.Right ? high : low)], penalty);
        return new LogisticModel
        {
            Intercept = weights[0],
            Penalty = penalty,
            Columns = [.. columns.Select((column, i) => column with { Weight = weights[i + 1] })],
            FieldOffsets = new SortedDictionary<string, double>(fields.Select((field, i) => (field, i)).ToDictionary(f => f.field, f => weights[columns.Length + 1 + f.i]), StringComparer.Ordinal),
        };
    }

    private static double[] Row(FeatureExample example, FeatureColumn[] columns, string[] fields) =>
    [
        .. columns.Select(column => Standard(example.Features, column.Name, column.Mean, column.Scale)),
        .. fields.Select(field => field == example.Field ? 1.0 : 0.0),
    ];

    private static double Standard(IReadOnlyDictionary<string, double> features, string name, double mean, double scale) =>
        features.TryGetValue(name, out var value) && double.IsFinite(value) ? (value - mean) / scale : 0;

    private static FeatureColumn Spread(string name, IReadOnlyList<FeatureExample> examples)
    {
        var values = examples.Where(example => example.Features.ContainsKey(name)).Select(example => example.Features[name]).Where(double.IsFinite).ToArray();
        var mean = values.DefaultIfEmpty().Average();
        var scale = Math.Sqrt(values.Select(value => (value - mean) * (value - mean)).DefaultIfEmpty().Average());
        // A feature that never changes teaches nothing.
        return new FeatureColumn(name, mean, scale < 1e-9 ? 0 : scale, 0);
    }
}
