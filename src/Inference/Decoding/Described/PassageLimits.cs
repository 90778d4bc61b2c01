namespace Pipeline.Inference.Decoding.Described;

/// <summary>Caps of a described answer (extraction.md §4b, §4c).</summary>
internal sealed record PassageLimits
{
    /// <summary>Most findings of a passage; a passage that hits it is split and asked again.</summary>
    public int Findings { get; init; } = 40;

    /// <summary>Most tokens that hold a part of one value.</summary>
    public int ValueTokens { get; init; } = 48;

    /// <summary>Most tokens of an answer. It offers no further finding where the longest one might not fit, and counts as capped.</summary>
    public int AnswerTokens { get; init; } = 1536;

    /// <summary>From this P(another finding) at the end on, the opening of one is read as a possible miss.</summary>
    public double PossibleMiss { get; init; } = 0.02;
}
