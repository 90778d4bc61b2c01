namespace Pipeline.Inference.Scheduling;

/// <summary>What waits of one priority. For <see cref="PassageQueue"/>, under its lock.</summary>
internal sealed class PassageLine
{
    /// <summary>For a slot, with the time since when.</summary>
    public LinkedList<(Passage Passage, long Since)> Waiting { get; } = [];

    /// <summary>Documents that wait to come in.</summary>
    public LinkedList<TaskCompletionSource> Entrants { get; } = [];

    /// <summary>One was let in and has not come yet.</summary>
    public bool IsEntering { get; set; }
}
