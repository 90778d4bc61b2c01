namespace Pipeline.Workers.Stages;

/// <summary>How long a stage rests while something is away that every document needs: 1 s, doubled each time it is found away still, up to <paramref name="longest"/>.</summary>
public sealed class OutagePause(TimeSpan longest, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private int _tries;
    private DateTimeOffset _until;

    /// <summary>Why the stage rests; null while it works.</summary>
    public Exception? Reason { get; private set; }

    /// <summary>What is left of the pause.</summary>
    public TimeSpan Left
    {
        get
        {
            lock (_gate)
            {
                return Reason is null || _until <= clock.GetUtcNow() ? TimeSpan.Zero : _until - clock.GetUtcNow();
            }
        }
    }

    /// <returns>True where the outage is new: it is worth a word.</returns>
    public bool Begin(Exception reason)
    {
        lock (_gate)
        {
            var isNew = Reason is null;
            Reason = reason;
            // Of many workers that notice the same, the first sets the pause.
            if (_until <= clock.GetUtcNow())
            {
                _until = clock.GetUtcNow() + Next();
                _tries++;
            }

            return isNew;
        }
    }

    /// <returns>True where an outage ended with this.</returns>
    public bool End()
    {
        lock (_gate)
        {
            var ended = Reason is not null;
            (Reason, _tries, _until) = (null, 0, default);
            return ended;
        }
    }

    /// <summary>What a document that meets the outage now is left alone for.</summary>
    public TimeSpan Next()
    {
        lock (_gate)
        {
            var pause = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(_tries, 12)));
            return pause < longest ? pause : longest;
        }
    }
}
