namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>A reading of so many one-passage documents by an engine that was started for it.</summary>
/// <param name="Seconds">Wall time.</param>
/// <param name="CpuSeconds">Booked to the documents.</param>
/// <param name="DecodeSeconds">Wall time inside <c>llama_decode</c>, summed over lanes.</param>
/// <param name="BusySeconds">Wall time in which a lane had work, summed over lanes.</param>
/// <param name="Lanes">Of the engine.</param>
internal sealed record OverheadRun(int Documents, long Tokens, double Seconds, double CpuSeconds, double DecodeSeconds, double BusySeconds, int Lanes)
{
    public double CpuMilliseconds => 1000 * CpuSeconds / Documents;

    public double Milliseconds => 1000 * Seconds / Documents;

    /// <summary>Of the time in which lanes had work.</summary>
    public double OutsideBusy => 1 - (DecodeSeconds / BusySeconds);

    /// <summary>Of all time of all lanes, waiting for work included.</summary>
    public double OutsideWall => 1 - (DecodeSeconds / (Lanes * Seconds));
}
