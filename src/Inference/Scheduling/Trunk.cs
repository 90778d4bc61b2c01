using Pipeline.Inference.Decoding;

namespace Pipeline.Inference.Scheduling;

/// <summary>A passage that is being read.</summary>
internal sealed class Trunk
{
    public Trunk(Passage passage, int sequence, Prefix prefix)
    {
        Passage = passage;
        Sequence = sequence;
        Prefix = prefix;
        Probabilities = new double[passage.Segments.Count];
        Answers = new SentenceAnswer?[passage.Segments.Count];
    }

    public Passage Passage { get; }

    public int Sequence { get; }

    public Prefix Prefix { get; }

    /// <summary>Tokens of the passage that are in the cache.</summary>
    public int Fed { get; set; }

    /// <summary>Tokens of its branches that were fed.</summary>
    public int Decoded { get; set; }

    /// <summary>First segment whose line feed was not read yet.</summary>
    public int NextSegment { get; set; }

    public double[] Probabilities { get; }

    public SentenceAnswer?[] Answers { get; }

    /// <summary>Branches that run or wait.</summary>
    public int OpenBranches { get; set; }

    public bool IsRead => Fed == Passage.Tokens.Length;

    public bool IsDone => IsRead && OpenBranches == 0;

    /// <summary>Hands over what was read, and gives the passages to read in its place where it held too much for one.</summary>
    public IReadOnlyList<Passage> Complete(DecodingLimits limits)
    {
        if (IsCrowded(limits) && Passage.Halves() is { Count: > 0 } halves)
        {
            Passage.Job.Expect(halves.Count - 1);
            return halves;
        }

        Passage.Job.Complete([.. Passage.Segments.Select((segment, i) => new SegmentReading(segment, Probabilities[i], Answers[i]))]);
        return [];
    }

    private bool IsCrowded(DecodingLimits limits)
    {
        var findings = Answers.OfType<SentenceAnswer>().SelectMany(answer => answer.Findings).ToList();
        return findings.Count > limits.FindingsPerPassage || findings.CountBy(finding => finding.Field).Any(field => field.Value > limits.FindingsPerList);
    }
}
