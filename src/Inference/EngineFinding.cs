namespace Pipeline.Inference;

/// <summary>What the model said of one sentence: a field and the span of its value (UTF-16 units of the sentence), null where the sentence is the evidence.</summary>
/// <param name="Probability">P(sentence, field, value): the sum over the decoder's disjoint paths that hold it.</param>
public sealed record EngineFinding(int Sentence, string Field, int? Start, int? Length, double Probability, EngineDecisions Decisions)
{
    /// <summary>The option taken, of a field that has <see cref="EngineField.Options"/>: its evidence is the sentence.</summary>
    public string? Choice { get; init; }

    /// <summary>A value that the model wrote and that does not stand in the sentence; it has no span then. An engine that decodes under its own grammar never gives one.</summary>
    public string? Ungrounded { get; init; }
}
