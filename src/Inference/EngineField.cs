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

    /// <summary>The only values there are, word for word, each once; empty for a field whose value is a span of its sentence. Only the described style can choose.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Of a field with options: a sentence may stand for several of them.</summary>
    public bool Many { get; init; }
}
