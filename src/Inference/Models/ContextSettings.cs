namespace Pipeline.Inference.Models;

/// <summary>Sizes of one context.</summary>
internal sealed record ContextSettings
{
    /// <summary>KV cells, in tokens, shared by all sequences.</summary>
    public required int Cells { get; init; }

    /// <summary>Most tokens of one step; also the micro-batch.</summary>
    public required int BatchTokens { get; init; }

    /// <summary>Sequence ids.</summary>
    public required int Sequences { get; init; }

    /// <summary>Most rows of logits of one step; each takes vocabulary × 4 bytes.</summary>
    public required int Outputs { get; init; }

    public required int Threads { get; init; }
}
