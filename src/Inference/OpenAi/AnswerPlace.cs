namespace Pipeline.Inference.OpenAi;

/// <summary>Bytes of an answer at which something is decided.</summary>
/// <param name="Finding">Null for the end of the list.</param>
/// <param name="Outcome">What was decided, in the form in which <see cref="RivalReading"/> reads it and its rivals.</param>
internal sealed record AnswerPlace(AnswerRole Role, int Start, int End, WrittenFinding? Finding, string Outcome)
{
    /// <summary>What was written of the outcome before the place.</summary>
    public string Before { get; init; } = "";
}
