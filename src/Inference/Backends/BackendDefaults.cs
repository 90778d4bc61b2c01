namespace Pipeline.Inference.Backends;

/// <summary>Sizes of a child where nothing else is set.</summary>
/// <param name="Lanes">Contexts.</param>
/// <param name="CompactCache">Cache in 8 bits in place of 16.</param>
public sealed record BackendDefaults(int Lanes, int ThreadsPerLane, int Slots, int StepTokens, bool CompactCache)
{
    /// <summary>For a CPU as measured (docs/adr/0006). For a GPU by reason, not by measurement (docs/gpu.md):
    /// one context with many passages, since a step there takes about as long with one as with sixteen; the cache in 8 bits, since its memory is dear.</summary>
    public static BackendDefaults Of(EngineBackend backend, int cores) => backend switch
    {
        EngineBackend.Cpu => new BackendDefaults(Math.Clamp(cores, 1, 8), ThreadsPerLane: 1, Slots: 1, StepTokens: 512, CompactCache: false),
        EngineBackend.Cuda13 or EngineBackend.Cuda12 => new BackendDefaults(Lanes: 1, ThreadsPerLane: 1, Slots: 16, StepTokens: 2048, CompactCache: true),
        // Often a small or an integrated GPU, whose driver ends what takes seconds.
        EngineBackend.Vulkan => new BackendDefaults(Lanes: 1, ThreadsPerLane: 1, Slots: 8, StepTokens: 512, CompactCache: true),
    };
}
