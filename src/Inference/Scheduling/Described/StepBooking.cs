namespace Pipeline.Inference.Scheduling.Described;

/// <summary>Whose tokens a step holds: its cost is split by them.</summary>
internal sealed class StepBooking
{
    private readonly Dictionary<ReadJob, (int Prompt, int Decoded)> _tokens = [];

    public void Clear() => _tokens.Clear();

    public void Count(ReadJob job, int prompt, int decoded)
    {
        var (p, d) = _tokens.GetValueOrDefault(job);
        _tokens[job] = (p + prompt, d + decoded);
    }

    /// <param name="seconds">CPU seconds of the step.</param>
    /// <param name="tokens">All its tokens; those of the shared prompt are nobody's.</param>
    public void Book(double seconds, int tokens)
    {
        foreach (var (job, (prompt, decoded)) in _tokens)
        {
            job.Book(prompt, decoded, seconds * (prompt + decoded) / tokens);
        }
    }
}
