namespace Pipeline.Domain.Confidence;

/// <summary>Scores of about one height: what they say on average, and how many were right.</summary>
public sealed record ReliabilityBin(int Count, double MeanScore, double ShareRight);
