using Pipeline.Inference.Decoding;

namespace Pipeline.Inference;

/// <summary>Sizes of the engine. Defaults were measured on 2 cores with the default model (docs/adr/0006).</summary>
public sealed record EngineSettings
{
    /// <summary>Folder of llama.cpp's shared libraries.</summary>
    public required string Libraries { get; init; }

    /// <summary>GGUF file.</summary>
    public required string Model { get; init; }

    /// <summary>On what the model runs.</summary>
    public EnginePlacement Placement { get; init; } = EnginePlacement.Processor;

    /// <summary>How the model is asked.</summary>
    public EngineStyle Style { get; init; }

    /// <summary>Contexts over the one loaded model, each with its own thread(s): no lane waits for another's step.</summary>
    public int Lanes { get; init; } = 1;

    /// <summary>Threads of each lane.</summary>
    public int ThreadsPerLane { get; init; } = 1;

    /// <summary>Passages that a lane reads at a time.</summary>
    public int Slots { get; init; } = 4;

    /// <summary>Most tokens of one step. A step on one core takes about 1 s with the default model at this size.</summary>
    public int StepTokens { get; init; } = 512;

    /// <summary>Tokens of a passage (extraction.md §3).</summary>
    public int PassageTokens { get; init; } = 400;

    /// <summary>How long a bulk passage stands back behind interactive ones: while it waits for a slot, and again once one took its place. Then it has its share.</summary>
    public TimeSpan BulkPatience { get; init; } = TimeSpan.FromSeconds(30);

    public DecodingLimits Limits { get; init; } = new();
}
