using System.Diagnostics;

namespace Pipeline.Inference.Scheduling;

/// <summary>Consecutive segments of one document that are read in one go.</summary>
internal sealed class Passage
{
    private readonly int _lineFeed;

    public Passage(ReadJob job, IReadOnlyList<Segment> segments, int lineFeed)
    {
        Job = job;
        Segments = segments;
        _lineFeed = lineFeed;
        var tokens = new List<int>();
        var ends = new List<int>();
        foreach (var segment in segments)
        {
            tokens.AddRange(segment.Tokens);
            ends.Add(tokens.Count);
            tokens.Add(lineFeed);
        }

        Tokens = [.. tokens];
        Ends = [.. ends];
    }

    /// <param name="job">The document it is a part of.</param>
    /// <param name="segments">Its sentences.</param>
    /// <param name="tokens">The whole of what is read after the prefix, in a style that asks once, at the end.</param>
    public Passage(ReadJob job, IReadOnlyList<Segment> segments, int[] tokens) => (Job, Segments, Tokens, Ends) = (job, segments, tokens, []);

    public ReadJob Job { get; }

    /// <summary>When it came into the queue, by <see cref="Stopwatch"/>.</summary>
    public long Entered { get; set; }

    /// <summary>When it first made way for an interactive passage, by <see cref="Stopwatch"/>.</summary>
    public long? SetAsideSince { get; private set; }

    public IReadOnlyList<Segment> Segments { get; }

    /// <summary>Each segment's tokens and a line feed (inline style).</summary>
    public int[] Tokens { get; }

    /// <summary>Index of each segment's line feed in <see cref="Tokens"/>: the sentence decision is read there.</summary>
    public int[] Ends { get; }

    /// <summary>Whether an interactive passage may take its place: as often as one comes, but not for ever.</summary>
    public bool GivesWay(TimeSpan patience) => Job.Priority == EnginePriority.Bulk && (SetAsideSince is not { } since || Stopwatch.GetElapsedTime(since) < patience);

    public void MakeWay() => SetAsideSince ??= Stopwatch.GetTimestamp();

    /// <summary>The passage as two of about the same number of tokens; none where it is one segment.</summary>
    public IReadOnlyList<Passage> Halves()
    {
        if (Segments.Count < 2)
        {
            return [];
        }

        var middle = Enumerable.Range(1, Segments.Count - 1).MinBy(at => Math.Abs((2 * Ends[at - 1]) - Tokens.Length));
        return [new Passage(Job, [.. Segments.Take(middle)], _lineFeed), new Passage(Job, [.. Segments.Skip(middle)], _lineFeed)];
    }
}
