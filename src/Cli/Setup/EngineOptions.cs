namespace Pipeline.Cli.Setup;

/// <summary>Settings under <c>Pipeline:Engine</c>; the defaults fit the machine (docs/adr/0006).</summary>
internal sealed record EngineOptions
{
    /// <summary>Contexts, each with one thread: as many as there are cores, at most 8, since each takes about 100 MB.</summary>
    public int Lanes { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 8);

    public int ThreadsPerLane { get; init; } = 1;

    /// <summary>Passages that a lane reads at a time. One is fastest on a CPU, where attention runs over the cells of all passages in the cache,
    /// and makes a result independent of what else is read: the same cells, the same order, the same bits.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>Most tokens of one step: a passage of the usual 400 tokens is read in one.</summary>
    public int StepTokens { get; init; } = 512;

    public IEnumerable<string> Problems()
    {
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
}
