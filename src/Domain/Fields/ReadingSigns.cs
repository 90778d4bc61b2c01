namespace Pipeline.Domain.Fields;

/// <summary>What the model said of sentences beside its findings.</summary>
/// <param name="SentenceProbabilities">P(finding) of every sentence.</param>
/// <param name="Suspicions">Fields that came close in a sentence.</param>
public sealed record ReadingSigns(IReadOnlyList<double> SentenceProbabilities, IReadOnlyList<Suspicion> Suspicions)
{
    public double Of(int sentence) => sentence < SentenceProbabilities.Count ? SentenceProbabilities[sentence] : 0;
}
