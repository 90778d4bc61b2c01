using System.Text.Json.Serialization;

namespace Pipeline.Inference.Backends;

/// <summary>What a machine has for GPUs.</summary>
public sealed record GpuFacts
{
    /// <summary>A machine without any: nothing was loaded to find that out.</summary>
    public static GpuFacts NoDevice { get; } = new() { Looked = false };

    /// <summary>Whether libraries were tried. Without a device file under /dev they are not.</summary>
    public bool Looked { get; init; } = true;

    /// <summary>Libraries that the dynamic linker does not find, of those that a GPU needs.</summary>
    public IReadOnlyList<string> MissingLibraries { get; init; } = [];

    /// <summary>What the NVIDIA driver supports, as it counts: 13000 for CUDA 13.0; 0 without one.</summary>
    public int CudaVersion { get; init; }

    /// <summary>What the NVIDIA driver said in place of its devices; null where it named them.</summary>
    public string? CudaError { get; init; }

    public IReadOnlyList<CudaDevice> CudaDevices { get; init; } = [];

    public IReadOnlyList<VulkanDevice> VulkanDevices { get; init; } = [];

    /// <summary>What the look itself failed at: the process that looks died or hung.</summary>
    public string? Failure { get; init; }
}

/// <summary>Facts between processes.</summary>
[JsonSerializable(typeof(GpuFacts))]
public sealed partial class GpuFactsJson : JsonSerializerContext;
