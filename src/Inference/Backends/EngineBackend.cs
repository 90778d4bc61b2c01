namespace Pipeline.Inference.Backends;

/// <summary>What a model can run on.</summary>
public enum EngineBackend
{
    Cpu,
    Cuda13,
    Cuda12,
    Vulkan,
}
