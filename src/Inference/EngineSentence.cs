namespace Pipeline.Inference;

/// <summary>A sentence to read: words joined by one space, no line break. <paramref name="Spans"/> are the typed values it holds, in order.</summary>
public sealed record EngineSentence(string Text, IReadOnlyList<OfferedSpan> Spans);
