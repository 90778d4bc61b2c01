namespace Pipeline.Inference;

/// <summary>Totals since the engine started, over its lanes (a lane is one context with its own thread).</summary>
/// <param name="DecodeSeconds">Wall time inside <c>llama_decode</c>, summed over lanes.</param>
/// <param name="BusySeconds">Wall time in which a lane had work, summed over lanes.</param>
public sealed record EngineStatistics(int Lanes, long Steps, long Tokens, double DecodeSeconds, double BusySeconds)
{
    /// <summary>Managed memory that the lanes' threads asked for, in bytes: what the garbage collector has to clear up behind the steps.</summary>
    public long AllocatedBytes { get; init; }
}
