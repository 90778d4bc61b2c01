using System.Runtime.InteropServices;

namespace Pipeline.Inference.Native;

/// <summary><c>llama_batch</c>: arrays of <see cref="TokenCount"/> entries that the caller owns.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LlamaBatch
{
    public int TokenCount;
    public int* Tokens;
    public float* Embeddings;
    public int* Positions;
    public int* SequenceCounts;
    public int** Sequences;
    public sbyte* Outputs;
}
