namespace Pipeline.Domain.Evaluation;

/// <summary>A point of a plotted curve.</summary>
public readonly record struct CurvePoint(double X, double Y);
