namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>On what it was measured: a figure without it says nothing.</summary>
internal sealed record ContestFacts
{
    public required int Documents { get; init; }

    public required int Sentences { get; init; }

    /// <summary>What the gate leaves of them.</summary>
    public required int GatedSentences { get; init; }

    public required string Data { get; init; }

    public required string Schema { get; init; }

    public required int PassageTokens { get; init; }

    /// <summary>Processor, cores, memory.</summary>
    public required string Machine { get; init; }

    public required string LlamaVersion { get; init; }

    public required string Model { get; init; }

    public required DateOnly Date { get; init; }

    public required string Command { get; init; }
}
