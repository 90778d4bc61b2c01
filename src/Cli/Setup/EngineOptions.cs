using Pipeline.Inference.Backends;

namespace Pipeline.Cli.Setup;

/// <summary>Settings under <c>Pipeline:Engine</c>; what is left out follows from the backend (<see cref="BackendDefaults"/>; docs/adr/0006).</summary>
internal sealed record EngineOptions
{
    /// <summary>What the backend is called when the choice is left to the machine.</summary>
    public const string Automatic = "auto";

    /// <summary>On what the model runs: auto, cpu, cuda13, cuda12 or vulkan (docs/gpu.md).</summary>
    public string Backend { get; init; } = Automatic;

    /// <summary>Contexts of a process. On a CPU one for each core, at most 8, since each takes about 100 MB.</summary>
    public int? Lanes { get; init; }

    public int? ThreadsPerLane { get; init; }

    /// <summary>Passages that a lane reads at a time. One is fastest on a CPU, where attention runs over the cells of all passages in the cache,
    /// and makes a result independent of what else is read: the same cells, the same order, the same bits.</summary>
    public int? Slots { get; init; }

    /// <summary>Most tokens of one step: a passage of the usual 400 tokens is read in one.</summary>
    public int? StepTokens { get; init; }

    /// <summary>The cache in 8 bits in place of 16.</summary>
    public bool? CompactCache { get; init; }

    /// <summary>Null: the machine decides.</summary>
    public EngineBackend? Asked => Enum.TryParse<EngineBackend>(Backend, ignoreCase: true, out var backend) ? backend : null;

    public EngineSizes Sizes(EngineBackend backend)
    {
        var defaults = BackendDefaults.Of(backend, Environment.ProcessorCount);
        return new EngineSizes(Lanes ?? defaults.Lanes, ThreadsPerLane ?? defaults.ThreadsPerLane, Slots ?? defaults.Slots, StepTokens ?? defaults.StepTokens);
    }

    public bool CompactCacheOn(EngineBackend backend) => CompactCache ?? BackendDefaults.Of(backend, Environment.ProcessorCount).CompactCache;

    public IEnumerable<string> Problems()
    {
        if (!Names.Contains(Backend, StringComparer.OrdinalIgnoreCase))
        {
            yield return $"Pipeline:Engine:Backend has to be {string.Join(", ", Names)}.";
        }

        if (Lanes is < 1 or > 64)
        {
            yield return "Pipeline:Engine:Lanes has to be 1 to 64.";
        }

        if (ThreadsPerLane is < 1 or > 256)
        {
            yield return "Pipeline:Engine:ThreadsPerLane has to be 1 to 256.";
        }

        if (Slots is < 1 or > 64)
        {
            yield return "Pipeline:Engine:Slots has to be 1 to 64.";
        }

        if (StepTokens is < 64 or > 4096)
        {
            yield return "Pipeline:Engine:StepTokens has to be 64 to 4096.";
        }
    }

    /// <summary>What <see cref="Backend"/> may be.</summary>
    public static IReadOnlyList<string> Names { get; } = [Automatic, .. Enum.GetValues<EngineBackend>().Select(BackendSelection.Name)];
}
