namespace Pipeline.Inference;

/// <summary>A span of a sentence that a typed field may take as its value: start and length in UTF-16 units.</summary>
public sealed record OfferedSpan(string Kind, int Start, int Length);
