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

    /// <summary>First segment whose line feed was not read yet.</summary>
    public int NextSegment { get; set; }

    public double[] Probabilities { get; }

    public SentenceAnswer?[] Answers { get; }

    /// <summary>Branches that run or wait.</summary>
    public int OpenBranches { get; set; }

    public bool IsRead => Fed == Passage.Tokens.Length;

    public bool IsDone => IsRead && OpenBranches == 0;

    public void Complete() => Passage.Job.Complete(
        [.. Passage.Segments.Select((segment, i) => new SegmentReading(segment, Probabilities[i], Answers[i]))]);
}
