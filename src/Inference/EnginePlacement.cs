namespace Pipeline.Inference;

/// <summary>On what a child runs its model.</summary>
public sealed record EnginePlacement
{
    /// <summary>No GPU: the instruction set is chosen by llama.cpp at run time.</summary>
    public static EnginePlacement Processor { get; } = new();

    /// <summary>File of ggml's plug-in for the GPU; null for the processor.</summary>
    public string? Accelerator { get; init; }

    /// <summary>Keys and values of the cache in 8 bits (q8_0) in place of 16: half the memory, for GPUs.</summary>
    public bool CompactCache { get; init; }

    /// <summary>Environment of the child that shows it one device alone, such as <c>CUDA_VISIBLE_DEVICES=1</c>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
