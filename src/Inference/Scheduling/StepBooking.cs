using System.Runtime.InteropServices;

namespace Pipeline.Inference.Scheduling;

/// <summary>Whose tokens a step holds: its cost is split by them.</summary>
internal sealed class StepBooking
{
    private readonly Dictionary<ReadJob, (int Prompt, int Decoded)> _tokens;

    /// <param name="jobs">About how many there are in a step.</param>
    public StepBooking(int jobs) => _tokens = new(jobs);

    public void Clear() => _tokens.Clear();

    public void Count(ReadJob job, int prompt, int decoded)
    {
        ref var tokens = ref CollectionsMarshal.GetValueRefOrAddDefault(_tokens, job, out _);
        tokens = (tokens.Prompt + prompt, tokens.Decoded + decoded);
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
