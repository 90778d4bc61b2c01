namespace Pipeline.Domain.Gating;

/// <summary>A known answer and the sentences that hold it.</summary>
/// <param name="Places">Sentence and how many of the answer's characters stand there.</param>
public sealed record GateAnswer(string Field, IReadOnlyList<(int Sentence, int Characters)> Places)
{
    /// <summary>Fewer characters of an answer are the end of a sentence that ran on, and teach nothing.</summary>
    private const int Telling = 10;

    /// <summary>The sentences that one should learn to read.</summary>
    public IEnumerable<int> Sentences => Places.Count == 1 ? Places.Select(p => p.Sentence) : Places.Where(p => p.Characters >= Telling).Select(p => p.Sentence);

    /// <summary>At least half of it.</summary>
    public bool IsKept(Func<int, bool> reads) => 2 * Places.Where(p => reads(p.Sentence)).Sum(p => p.Characters) >= Places.Sum(p => p.Characters);

    /// <summary>The highest threshold at which it is kept.</summary>
    internal int Needs(int[] scores)
    {
        var (left, needed) = (Places.Sum(p => p.Characters), int.MinValue);
        var half = left / 2;
        foreach (var (sentence, characters) in Places.OrderByDescending(p => scores[p.Sentence]))
        {
            (left, needed) = (left - characters, scores[sentence]);
            if (left <= half)
            {
                break;
            }
        }

        return needed;
    }
}
