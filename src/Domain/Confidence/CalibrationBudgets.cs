namespace Pipeline.Domain.Confidence;

/// <summary>What the owner allows.</summary>
/// <param name="Wrong">The share of fields accepted with values that may be wrong, or lack a value.</param>
/// <param name="Missed">The share of fields accepted as absent that may have a value.</param>
public sealed record CalibrationBudgets(double Wrong = 0.05, double Missed = 0.05);
