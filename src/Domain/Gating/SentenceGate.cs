namespace Pipeline.Domain.Gating;

/// <summary>Says which sentences of a document are worth a model's time. Whole numbers only: the same document gives the same answer on every machine.</summary>
public sealed class SentenceGate(Gate gate)
{
    /// <summary>Shorter documents are read whole: there is nothing to gain, and nothing of their kind among the documents it was measured on.</summary>
    public const int FewestSentences = 12;

    /// <summary>Probability that a sentence that is left out holds an answer.</summary>
    public double Residual => gate.Residual;

    public string Identity => gate.Identity;

    /// <summary>Higher: likelier to hold one of the fields. In units of 1 / <see cref="GateTrainer.Unit"/> of a logit.</summary>
    /// <param name="sentences">All of a document, in order.</param>
    public int[] Score(IReadOnlyList<string> sentences) => [.. SentenceFeatures.Of(sentences).Select(Score)];

    /// <summary>Which sentences are read.</summary>
    public bool[] Reads(IReadOnlyList<string> sentences)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        if (sentences.Count < FewestSentences)
        {
            return [.. sentences.Select(_ => true)];
        }

        var scores = Score(sentences);
        var reads = new bool[scores.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] >= gate.Threshold)
            {
                reads.AsSpan(Math.Max(0, i - gate.Neighbours), Math.Min(scores.Length - 1, i + gate.Neighbours) + 1 - Math.Max(0, i - gate.Neighbours)).Fill(true);
            }
        }

        return reads;
    }

    internal int Score(int[] features)
    {
        var score = gate.Bias;
        foreach (var feature in features)
        {
            score += (sbyte)gate.Weights[feature];
        }

        return score;
    }
}
