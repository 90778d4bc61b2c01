namespace Pipeline.Inference;

/// <summary>What a second engine was asked about a document.</summary>
/// <param name="Fields">Whose probabilities are the mean of what both engines said.</param>
/// <param name="Usage">What it took there.</param>
public sealed record SecondReading(IReadOnlyList<string> Fields, EngineUsage Usage);
