namespace Pipeline.Inference.OpenAi;

/// <summary>What one answer says of a passage; sentences are those of the document.</summary>
/// <param name="IsCut">It ended at a limit and not because the model said so.</param>
/// <param name="IsFaulty">It is not of the form that was asked for, or names a sentence or field that is not there: something may be lost.</param>
/// <param name="IsScored">Its probabilities are known.</param>
internal sealed record PassageReading(IReadOnlyList<EngineFinding> Findings, IReadOnlyList<EnginePossibleMiss> Misses, bool IsCut, bool IsFaulty, bool IsScored);
