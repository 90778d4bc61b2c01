namespace Pipeline.Inference;

/// <summary>What the model said about a document.</summary>
public sealed record EngineReading
{
    /// <summary>P(finding) of every sentence, in order.</summary>
    public required IReadOnlyList<double> SentenceProbabilities { get; init; }

    /// <summary>By sentence, then schema order, then place, or in the order of options.</summary>
    public required IReadOnlyList<EngineFinding> Findings { get; init; }

    public required IReadOnlyList<EnginePossibleMiss> PossibleMisses { get; init; }

    /// <summary>Sentences that had to be cut to be read: a word over 200 characters, or more tokens than fit.</summary>
    public required IReadOnlyList<int> CutSentences { get; init; }

    /// <summary>Sentences to which no whole answer could be had: more may stand there than was found.</summary>
    public IReadOnlyList<int> UnreadSentences { get; init; } = [];

    /// <summary>Some answers came without probabilities: those of their findings are 0 and say nothing.</summary>
    public bool IsUnscored { get; init; }

    /// <summary>Null where no second engine was asked.</summary>
    public SecondReading? Second { get; init; }

    public required EngineUsage Usage { get; init; }
}
