namespace Pipeline.Inference.Backends;

/// <summary>What the model will run on, and why.</summary>
/// <param name="Plugin">File of ggml's plug-in; null for the processor.</param>
/// <param name="Devices">GPUs to use, each by a child of its own, as the variable that shows them calls them; none for the processor.</param>
/// <param name="Reason">For people.</param>
/// <param name="Advice">What would make a GPU usable that this machine has; null where there is none, or it is used.</param>
public sealed record BackendChoice(EngineBackend Backend, string? Plugin, IReadOnlyList<string> Devices, string Reason, string? Advice)
{
    /// <summary>Where each child is placed: it sees one device alone.</summary>
    /// <param name="compactCache">Cache in 8 bits.</param>
    public IReadOnlyList<EnginePlacement> Placements(bool compactCache)
    {
        if (Plugin is null)
        {
            return [EnginePlacement.Processor with { CompactCache = compactCache }];
        }

        var variable = Backend == EngineBackend.Vulkan ? "GGML_VK_VISIBLE_DEVICES" : "CUDA_VISIBLE_DEVICES";
        return [.. Devices.Select(device => new EnginePlacement
        {
            Accelerator = Plugin,
            CompactCache = compactCache,
            Environment = new Dictionary<string, string> { [variable] = device },
        })];
    }
}
