namespace Pipeline.Inference.Scheduling;

/// <summary>Counts steps, tokens, time and allocations over all lanes.</summary>
internal sealed class EngineMeter
{
    private readonly Lock _gate = new();
    private readonly int _lanes;
    private long _steps;
    private long _tokens;
    private TimeSpan _decode;
    private TimeSpan _busy;
    private long _allocated;
    private (long Steps, long AllocatedBytes) _quiet;

    public EngineMeter(int lanes) => _lanes = lanes;

    /// <summary>Steps that only fed tokens and decided on them, and what they allocated: nothing, or every token of every answer pays for it.</summary>
    public (long Steps, long AllocatedBytes) Quiet
    {
        get
        {
            lock (_gate)
            {
                return _quiet;
            }
        }
    }

    public void Step(StepFigures step)
    {
        lock (_gate)
        {
            _steps++;
            _tokens += step.Tokens;
            _decode += step.Decode;
            _busy += step.Busy;
            _allocated += step.AllocatedBytes;
            if (step.IsQuiet)
            {
                _quiet = (_quiet.Steps + 1, _quiet.AllocatedBytes + step.AllocatedBytes);
            }
        }
    }

    public EngineStatistics Read()
    {
        lock (_gate)
        {
            return new EngineStatistics(_lanes, _steps, _tokens, _decode.TotalSeconds, _busy.TotalSeconds) { AllocatedBytes = _allocated };
        }
    }
}
