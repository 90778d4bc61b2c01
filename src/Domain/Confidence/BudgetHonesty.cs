namespace Pipeline.Domain.Confidence;

/// <summary>Does a threshold keep its promise on documents that did not choose it?</summary>
/// <param name="Splits">Random halvings by document.</param>
/// <param name="Proven">Halvings where the first half proved a threshold.</param>
/// <param name="Broken">Of these, where the accepted share of the second half was more wrong than the budget allows.</param>
/// <param name="MeanAccepted">The mean share of the second half that was accepted, over all halvings.</param>
public sealed record BudgetHonesty(double Budget, int Splits, int Proven, int Broken, double MeanAccepted)
{
    /// <summary>Of all halvings; the bar is 5 %.</summary>
    public double ShareBroken => (double)Broken / Math.Max(1, Splits);

    public static BudgetHonesty Measure(IReadOnlyCollection<ScoredOutcome> outcomes, double budget, int splits = 1000)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        var documents = outcomes.GroupBy(outcome => outcome.Document, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group.ToArray()).ToArray();
        var random = new Deterministic(1);
        int proven = 0, broken = 0;
        var accepted = 0.0;
        for (var i = 0; i < splits; i++)
        {
            random.Shuffle(documents);
            var test = FixedSequence.Test([.. documents[..(documents.Length / 2)].SelectMany(document => document)], budget);
            if (test.Threshold is not { } threshold)
            {
                continue;
            }

            proven++;
            var others = documents[(documents.Length / 2)..].SelectMany(document => document).ToList();
            var taken = others.Where(outcome => outcome.Score >= threshold).ToList();
            accepted += (double)taken.Count / Math.Max(1, others.Count);
            broken += taken.Count(outcome => !outcome.Right) > budget * taken.Count ? 1 : 0;
        }

        return new BudgetHonesty(budget, splits, proven, broken, accepted / Math.Max(1, splits));
    }
}
