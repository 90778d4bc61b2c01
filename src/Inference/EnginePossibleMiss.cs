namespace Pipeline.Inference;

/// <summary>A sentence below the branch threshold: the field that the model would most likely have named, and P(finding) × P(field).</summary>
public sealed record EnginePossibleMiss(int Sentence, string Field, double Probability);
