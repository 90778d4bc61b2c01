namespace Pipeline.Cli.Benchmarks.Throughput;

/// <summary>How much of what is measured.</summary>
internal sealed record ServiceBenchOptions
{
    /// <summary>In all blocks together.</summary>
    public required int Documents { get; init; }

    /// <summary>Rows of synthetic documents in the filled tables.</summary>
    public required int Rows { get; init; }

    /// <summary>Pairs of blocks: one on empty tables, one on filled ones.</summary>
    public required int Pairs { get; init; }

    /// <summary>Clients that send at the same time in a block.</summary>
    public required int Clients { get; init; }

    /// <summary>Uploads a second, sent by the clock.</summary>
    public required int Rate { get; init; }

    /// <summary>For so long in each round.</summary>
    public required int RateSeconds { get; init; }

    public required int ModelMilliseconds { get; init; }

    public required int AtOnce { get; init; }

    public int DocumentsInBlock => Math.Max(1, Documents / (2 * Pairs));

    /// <summary>Before each first measurement of a process: code is compiled, connections are opened.</summary>
    public int WarmUp => Math.Clamp(Documents / 5, 5, 500);

    /// <summary>Before each block: the pages that it needs are not in the cache of the database yet.</summary>
    public int WarmUpOfBlock => Math.Clamp(DocumentsInBlock / 20, 1, 50);
}
