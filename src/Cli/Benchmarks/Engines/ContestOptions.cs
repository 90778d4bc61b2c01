using Pipeline.Inference;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>What is compared, on what.</summary>
/// <param name="Root">The installation.</param>
/// <param name="Model">The default model.</param>
/// <param name="TemplatedModel">The same weights with a chat template.</param>
/// <param name="Requests">One a document.</param>
/// <param name="PassageTokens">On all sides.</param>
/// <param name="Rounds">Readings of all documents by each contender.</param>
/// <param name="Cores">Threads of each contender.</param>
internal sealed record ContestOptions(string Root, string Model, string TemplatedModel, IReadOnlyList<EngineRequest> Requests, int PassageTokens, int Rounds, int Cores)
{
    /// <summary>How many of llama-server's settings go into the rounds.</summary>
    public int BestServers { get; init; } = 2;
}
