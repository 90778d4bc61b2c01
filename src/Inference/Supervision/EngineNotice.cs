namespace Pipeline.Inference.Supervision;

/// <summary>Something about an engine that people should know: its child died, hung, or runs again; its endpoint fails, or answers again.</summary>
public sealed record EngineNotice(string Message)
{
    /// <summary>How the child died that this tells of; null where it tells of something else.</summary>
    public EngineDeath? Death { get; init; }

    /// <summary>How the child died in whose place another runs now; null where this tells of something else.</summary>
    public EngineDeath? RestartedAfter { get; init; }
}
