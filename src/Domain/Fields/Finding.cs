namespace Pipeline.Domain.Fields;

/// <summary>What the model said about one sentence: a field, and the verbatim span of its value (start and length in UTF-16 units of the sentence; null where the sentence itself is the evidence).</summary>
/// <param name="Confidence">P(sentence, field, value): the sum over the decoder's paths that hold it, 0 to 1, not calibrated.</param>
public sealed record Finding(int Sentence, string Field, int? Start, int? Length, double Confidence, FindingDecisions Decisions)
{
    /// <summary>The option that the sentence stands for, of a field of kind choice: it has no span.</summary>
    public string? Choice { get; init; }

    /// <summary>A value that the sentence does not hold, word for word, and that has no span therefore: never accepted without a person.</summary>
    public string? Ungrounded { get; init; }
}
