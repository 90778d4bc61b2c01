namespace Pipeline.Inference.Supervision;

/// <summary>Tells a child that works from one that hangs, by its tokens and the rate it has shown.</summary>
internal sealed class ProgressWatch
{
    private const int StepsOfPatience = 10;

    // A machine that got busy: the best rate is forgotten by half within a minute of reports.
    private const double Forgetting = 1.012;

    private readonly Lock _gate = new();
    private readonly EngineChildOptions _options;
    private readonly TimeProvider _time;
    private long _last;
    private double _secondsPerToken;
    private EngineStatistics _seen = new(0, 0, 0, 0, 0);

    public ProgressWatch(EngineChildOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _last = time.GetTimestamp();
    }

    /// <summary>How long no token may come: the floor, or ten full steps at the measured rate.</summary>
    public TimeSpan Limit
    {
        get
        {
            lock (_gate)
            {
                var step = _secondsPerToken > 0 ? TimeSpan.FromSeconds(_secondsPerToken * _options.Settings.StepTokens) : _options.ExpectedStep;
                return step * StepsOfPatience > _options.StallFloor ? step * StepsOfPatience : _options.StallFloor;
            }
        }
    }

    public bool IsOverdue => _time.GetElapsedTime(Interlocked.Read(ref _last)) > Limit;

    /// <summary>An idle child was given work: its time counts from here.</summary>
    public void Begin() => Interlocked.Exchange(ref _last, _time.GetTimestamp());

    /// <summary>Another child, whose counts begin at nothing; what was measured of the machine stays.</summary>
    public void BeginAnew()
    {
        lock (_gate)
        {
            _seen = new EngineStatistics(0, 0, 0, 0, 0);
        }

        Begin();
    }

    /// <summary>A report of the child. Only tokens count as progress.</summary>
    public void Observe(EngineStatistics now)
    {
        lock (_gate)
        {
            var tokens = now.Tokens - _seen.Tokens;
            if (tokens <= 0)
            {
                return;
            }

            // A token of a full step is the cheapest: the best rate seen bounds what a full step should take, however small the steps between are.
            var seconds = (now.DecodeSeconds - _seen.DecodeSeconds) / tokens;
            if (seconds > 0)
            {
                _secondsPerToken = _secondsPerToken > 0 ? Math.Min(seconds, _secondsPerToken * Forgetting) : seconds;
            }

            _seen = now;
        }

        Begin();
    }
}
