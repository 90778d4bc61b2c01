namespace Pipeline.Domain.Gating;

/// <summary>What a gate kept of known answers, in documents that neither it nor the model was trained on.</summary>
public sealed record GateFigures
{
    /// <summary>Recall over the answers of training documents, cross-fitted, for which the threshold was chosen.</summary>
    public required double Chosen { get; init; }

    /// <summary>By data set.</summary>
    public required IReadOnlyList<GateMeasurement> HeldOut { get; init; }
}
