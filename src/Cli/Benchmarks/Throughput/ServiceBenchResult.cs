namespace Pipeline.Cli.Benchmarks.Throughput;

/// <summary>All that was measured.</summary>
/// <param name="Done">Documents that were accepted and are done and delivered.</param>
/// <param name="NotDone">Those that were accepted and are not: failed, or lost.</param>
internal sealed record ServiceBenchResult(IReadOnlyList<BulkBlock> Blocks, IReadOnlyList<PacedRound> Rounds, int Done, int NotDone);
