namespace Pipeline.Cli.Benchmarks.Throughput;

/// <summary>What the page says of where the figures come from.</summary>
internal sealed record ServiceBenchFacts
{
    public required string Postgres { get; init; }

    /// <summary>Null where messages stayed in memory.</summary>
    public required string? Broker { get; init; }

    public required string Machine { get; init; }

    /// <summary>Of the machine before the start.</summary>
    public required string Load { get; init; }

    public required DateOnly Date { get; init; }

    public required string Command { get; init; }

    /// <summary>Of the whole measurement, its preparations included.</summary>
    public required TimeSpan Took { get; init; }
}
