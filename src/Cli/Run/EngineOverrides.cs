using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Run;

/// <summary>Flags that stand over the settings of the engine; null leaves a setting as it is.</summary>
internal sealed record EngineOverrides(int? Lanes = null, int? Threads = null, int? Slots = null, string? Backend = null)
{
    public EngineOptions Apply(EngineOptions options) => options with
    {
        Lanes = Lanes ?? options.Lanes,
        ThreadsPerLane = Threads ?? options.ThreadsPerLane,
        Slots = Slots ?? options.Slots,
        Backend = Backend ?? options.Backend,
    };
}
