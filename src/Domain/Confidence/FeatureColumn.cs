namespace Pipeline.Domain.Confidence;

/// <summary>A feature of a fitted model: its mean and spread where it was fitted, and its weight per spread.</summary>
public sealed record FeatureColumn(string Name, double Mean, double Scale, double Weight);
