namespace Pipeline.Inference.Backends;

/// <summary>An NVIDIA GPU as its driver describes it.</summary>
/// <param name="Id">What <c>CUDA_VISIBLE_DEVICES</c> calls it.</param>
/// <param name="Capability">Compute capability × 10: 75 for 7.5.</param>
public sealed record CudaDevice(string Id, string Name, int Capability, long MemoryBytes);
