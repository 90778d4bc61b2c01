using Pipeline.Inference;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>An engine in one setting. It is started for each round and ended after it, so that no two are in memory at a time.</summary>
/// <param name="Name">For the table.</param>
/// <param name="DocumentsAtOnce">Requests it is given at a time.</param>
/// <param name="StartAsync">Starts it; disposing ends it.</param>
internal sealed record Contender(string Name, int DocumentsAtOnce, Func<CancellationToken, Task<RunningContender>> StartAsync)
{
    /// <summary>What it reads of the documents, where that is not all of them.</summary>
    public IReadOnlyList<EngineRequest>? Requests { get; init; }
}
