namespace Pipeline.Inference.Decoding;

/// <summary>Thresholds and caps of the inline style (extraction.md §4a, §4c).</summary>
/// <param name="Branch">τ: from this P(finding) on a sentence's findings are written.</param>
/// <param name="Explore">ε: from this path probability on an option is followed beside the likeliest.</param>
/// <param name="PossibleMiss">From this P(finding) on, below τ, the field is asked for and noted as a possible miss.</param>
public sealed record DecodingLimits(double Branch = 0.1, double Explore = 0.05, double PossibleMiss = 0.02)
{
    /// <summary>Most findings of one sentence on one path; a path that hits it is flagged.</summary>
    public int FindingsPerSentence { get; init; } = 8;

    /// <summary>Most findings of a passage's answer in the described style; a passage that hits it is split in two and asked again.</summary>
    public int FindingsPerAnswer { get; init; } = 40;

    /// <summary>Off for measurements only: answers of a fixed length are compared then, and not what is in them.</summary>
    public bool ReadsCappedAgain { get; init; } = true;

    /// <summary>A passage with more findings than this is split in two and read again.</summary>
    public int FindingsPerPassage { get; init; } = 14;

    /// <summary>
    /// A passage with more findings than this of one field holds a list, and is split and read again: the more names a passage holds, the fewer of them a small model finds
    /// (of 50–500 planted names, one a line: half in passages of 400 tokens, two in three after splitting).
    /// </summary>
    public int FindingsPerList { get; init; } = 10;

    /// <summary>Most tokens of a value; one that hits it ends at a legal place and is flagged.</summary>
    public int ValueTokens { get; init; } = 48;
}
