using Pipeline.Domain.Results;
using Pipeline.Inference;

namespace Pipeline.Workers.Extraction;

/// <summary>What was read out of one document, and what that took.</summary>
/// <param name="SentencesSkipped">Left out by the gate.</param>
public sealed record Extraction(IReadOnlyDictionary<string, FieldResult> Fields, IReadOnlyList<PossibleMiss> PossibleMisses, EngineUsage Usage, int SentencesSkipped = 0)
{
    /// <summary>What a second engine took; null where none was asked.</summary>
    public EngineUsage? SecondUsage { get; init; }
}
