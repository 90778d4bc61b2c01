namespace Pipeline.Domain.Confidence;

/// <summary>An interval of a figure.</summary>
public sealed record Interval(double Low, double High);
