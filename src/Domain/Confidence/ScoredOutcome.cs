namespace Pipeline.Domain.Confidence;

/// <summary>A confidence and whether what it was given to turned out right.</summary>
public readonly record struct ScoredOutcome(string Document, double Score, bool Right);
