namespace Pipeline.Inference.Decoding.Described;

/// <summary>A state of the automaton over an answer's bytes.</summary>
internal readonly record struct AnswerState
{
    public AnswerPart Part { get; init; }

    /// <summary>Bytes of the part that are written.</summary>
    public int Offset { get; init; }

    /// <summary>The number written so far; from <see cref="AnswerPart.FieldLabel"/> on the sentence's number, counted from 1.</summary>
    public int Number { get; init; }

    /// <summary>A field whose name starts with what is written; from <see cref="AnswerPart.AfterName"/> on the finding's field.</summary>
    public int Field { get; init; }

    public OpenValue? Value { get; init; }

    public LastFinding? Last { get; init; }

    /// <summary>No further finding is offered: the answer has reached its length.</summary>
    public bool MustEnd { get; init; }

    /// <summary>Index of the finding's sentence in the passage.</summary>
    public int Sentence => Number - 1;
}
