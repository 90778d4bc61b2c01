using Pipeline.Inference;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>The same documents twice: whole, and without the sentences that the gate leaves out.</summary>
internal sealed record ContestDocuments(IReadOnlyList<EngineRequest> Whole, IReadOnlyList<EngineRequest> Gated)
{
    public int Sentences => Whole.Sum(r => r.Sentences.Count);

    public int GatedSentences => Gated.Sum(r => r.Sentences.Count);
}
