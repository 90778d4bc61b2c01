namespace Pipeline.Domain.Confidence;

/// <summary>What is known of something, and whether it was right.</summary>
public sealed record FeatureExample(string Document, string Field, IReadOnlyDictionary<string, double> Features, bool Right);
