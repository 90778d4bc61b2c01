namespace Pipeline.Inference.Supervision;

/// <summary>How long to wait before the next start: longer with every start in a row that came to nothing, not at all after one that read a document.</summary>
internal sealed class RestartPause
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Starts in a row that came to nothing.</summary>
    public int Fruitless { get; private set; }

    /// <summary>None after the first: it may have been an accident from outside. Then 0.5 s, 1 s, 2 s …</summary>
    public TimeSpan Next
    {
        get
        {
            var pause = Fruitless <= 1 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Pow(2, Math.Min(Fruitless, 10) - 3));
            return pause < Longest ? pause : Longest;
        }
    }

    /// <summary>A child died, or did not start.</summary>
    public void Failed() => Fruitless++;

    /// <summary>A document was read, or refused for a reason of its own.</summary>
    public void Progressed() => Fruitless = 0;
}
