namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>What is compared, on what.</summary>
/// <param name="Root">The installation.</param>
/// <param name="Model">The default model.</param>
/// <param name="TemplatedModel">The same weights with a chat template.</param>
/// <param name="Documents">Read in each round.</param>
/// <param name="PassageTokens">On all sides.</param>
/// <param name="Rounds">Readings of all documents by each contender.</param>
internal sealed record ContestOptions(string Root, string Model, string TemplatedModel, ContestDocuments Documents, int PassageTokens, int Rounds)
{
    /// <summary>Most findings of an answer in the described style. The model was not tuned for that style, and would write without end: so each side writes about what a contract's passage gives.</summary>
    public const int FindingsPerAnswer = 2;

    /// <summary>Threads of each contender.</summary>
    public int Cores { get; init; } = Environment.ProcessorCount;

    /// <summary>How many of llama-server's settings go into the rounds.</summary>
    public int BestServers { get; init; } = 2;

    /// <summary>How many of the documents each setting reads in the sweep.</summary>
    public int SweepDocuments { get; init; } = 1;
}
