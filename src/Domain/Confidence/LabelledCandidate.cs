namespace Pipeline.Domain.Confidence;

/// <summary>A value or candidate, and whether it is an expected answer.</summary>
/// <param name="Raw">The confidence before calibration.</param>
public sealed record LabelledCandidate(IReadOnlyDictionary<string, double> Features, bool IsValue, double Raw, bool Right);
