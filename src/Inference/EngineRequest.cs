namespace Pipeline.Inference;

/// <summary>One document's sentences and the fields to look for. The engine packs sentences into passages itself, since only it can count tokens.</summary>
public sealed record EngineRequest(IReadOnlyList<EngineSentence> Sentences, IReadOnlyList<EngineField> Fields)
{
    public EnginePriority Priority { get; init; }
}
