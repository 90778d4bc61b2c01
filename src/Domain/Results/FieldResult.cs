using System.Text.Json.Serialization;

namespace Pipeline.Domain.Results;

/// <summary>What is known of one field of a document.</summary>
public sealed record FieldResult
{
    public required FieldState State { get; init; }

    public required FieldDecision Decision { get; init; }

    /// <summary>Why a person should look; stable codes such as <c>not_calibrated</c>.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>The calibrated probability that the field is right as a whole: its values right and none missing, or truly absent. Null without a calibration.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Confidence { get; init; }

    /// <summary>Values, best first.</summary>
    public IReadOnlyList<FieldValue> Values { get; init; } = [];

    /// <summary>Groups below the model's emit threshold, and rivals of a single-valued field: shown to reviewers, not values.</summary>
    public IReadOnlyList<FieldValue> Candidates { get; init; } = [];
}
