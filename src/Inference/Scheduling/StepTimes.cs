namespace Pipeline.Inference.Scheduling;

/// <summary>When a lane's last steps ended.</summary>
internal sealed class StepTimes
{
    private readonly long[] _ends = new long[256];
    private long _count;

    public void Ended(long timestamp) => _ends[_count++ % _ends.Length] = timestamp;

    /// <summary>Steps that ended after a moment, up to as many as are known: the one that ran then, and those that began later.</summary>
    public int Since(long timestamp)
    {
        var steps = 0;
        while (steps < Math.Min(_count, _ends.Length) && _ends[(_count - 1 - steps) % _ends.Length] > timestamp)
        {
            steps++;
        }

        return steps;
    }
}
