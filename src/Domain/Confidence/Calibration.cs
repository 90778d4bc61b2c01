using System.Text.Json;
using Pipeline.Domain.Results;

namespace Pipeline.Domain.Confidence;

/// <summary>Makes probabilities of raw confidences, and says from which one on a field needs no person (docs/confidence.md). Stored beside the model as <c>NAME.calibration.json</c>.</summary>
public sealed record Calibration
{
    private static readonly JsonSerializerOptions Indented = new(ResultJson.Options) { WriteIndented = true, NewLine = "\n" };

    /// <summary>As results name it: <c>contracts-135m@1</c>.</summary>
    public required string Model { get; init; }

    /// <summary><see cref="CandidateFeatures.Version"/> of the code that made it.</summary>
    public required string Features { get; init; }

    public required DateOnly Date { get; init; }

    public required IReadOnlyList<CalibrationSource> Sources { get; init; }

    /// <summary>Fields with checks; no other field is calibrated.</summary>
    public required IReadOnlyDictionary<string, FieldLabels> Fields { get; init; }

    public required CalibrationFigures Figures { get; init; }

    /// <summary>For values: one pooled over fields.</summary>
    public required ThresholdTest Accept { get; init; }

    /// <summary>For fields reported absent: the second budget.</summary>
    public required ThresholdTest AcceptAbsent { get; init; }

    public required LogisticModel Values { get; init; }

    /// <summary>On top of <see cref="Values"/>, for fields with enough checks where it helps.</summary>
    public required IReadOnlyDictionary<string, Isotonic> Isotonic { get; init; }

    /// <summary>The probability that a field without a value is truly absent.</summary>
    public required LogisticModel? Absence { get; init; }

    /// <summary>It speaks of results of this model and schema only: other fields in the question change every confidence.</summary>
    public bool Covers(string model, string schema) =>
        Features == CandidateFeatures.Version && Model == model && Sources.Any(source => source.Schema == schema);

    public double Probability(string field, IReadOnlyDictionary<string, double> features)
    {
        var pooled = Values.Predict(field, features);
        return Isotonic.TryGetValue(field, out var curve) ? curve.At(pooled) : pooled;
    }

    public string ToJson() => JsonSerializer.Serialize(this, Indented) + "\n";

    /// <exception cref="JsonException">The text is no calibration.</exception>
    public static Calibration Parse(string json) => JsonSerializer.Deserialize<Calibration>(json, Indented) ?? throw new JsonException("A calibration holds null.");
}
