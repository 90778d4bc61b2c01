namespace Pipeline.Domain.Confidence;

/// <summary>Which probability a score stands for.</summary>
public sealed record CurveKnot(double Score, double Probability);
