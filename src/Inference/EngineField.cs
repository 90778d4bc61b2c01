namespace Pipeline.Inference;

/// <summary>A field that a reading asks for, in the order of its schema.</summary>
/// <param name="Name"><c>[a-z][a-z0-9_]*</c>; a tuned model knows only the names on its card.</param>
/// <param name="Value">Whether a finding carries a value.</param>
/// <param name="Spans">For typed values: the kind of <see cref="OfferedSpan"/> that is the only possible value; null lets any span of the sentence be one.</param>
public sealed record EngineField(string Name, EngineValue Value, string? Spans = null)
{
    /// <summary>What a value is, in a word or two, as a described prompt says it: <c>date</c>, <c>party</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>What the field means, for models that have to be told; the inline style does not read it.</summary>
    public string Description { get; init; } = "";
}
