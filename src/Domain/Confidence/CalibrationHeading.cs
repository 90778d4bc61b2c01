namespace Pipeline.Domain.Confidence;

/// <summary>What a calibration is made for, from what, and when.</summary>
/// <param name="Model">As results name it.</param>
public sealed record CalibrationHeading(string Model, DateOnly Date, IReadOnlyList<CalibrationSource> Sources);
