namespace Pipeline.Cli.Setup;

/// <summary>Sizes of the engine on the backend that was chosen.</summary>
internal sealed record EngineSizes(int Lanes, int ThreadsPerLane, int Slots, int StepTokens)
{
    /// <summary>Processes: one for each GPU.</summary>
    public int Children { get; init; } = 1;

    /// <summary>Documents at a time: enough to fill the slots while a long one drains, and few enough that a kill wastes little.</summary>
    public int DocumentsAtOnce => Children * Lanes * Math.Max(3, Slots / 2);
}
