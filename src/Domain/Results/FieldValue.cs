using System.Text.Json.Serialization;

namespace Pipeline.Domain.Results;

/// <summary>A value with its proof. <see cref="Value"/> is a verbatim span of its first quote; the option that its quotes stand for, of a choice; null where the sentence is the evidence; or, where it is not <see cref="Grounded"/>, what a model wrote of that sentence.</summary>
public sealed record FieldValue
{
    public required string? Value { get; init; }

    /// <summary>The normal form (docs/results.md), or null where the normaliser could not make one.</summary>
    public required string? Normalized { get; init; }

    /// <summary>0 to 1. Raw (see <see cref="ConfidenceSource"/>) until a calibration exists.</summary>
    public required double Confidence { get; init; }

    /// <summary><c>raw</c> or <c>calibrated</c>.</summary>
    public required string ConfidenceSource { get; init; }

    /// <summary><c>machine</c> or <c>human</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Its first quote is a sentence of the document, and holds it, unless it is an option of a choice.</summary>
    public required bool Grounded { get; init; }

    public required IReadOnlyList<Evidence> Evidence { get; init; }

    /// <summary>What the decoder's decisions say of it (docs/confidence.md); only in results made for a calibration.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double>? Features { get; init; }
}
