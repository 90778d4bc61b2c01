namespace Pipeline.Inference.Scheduling;

/// <summary>Counts steps, tokens and time over all lanes.</summary>
internal sealed class EngineMeter
{
    private readonly Lock _gate = new();
    private readonly int _lanes;
    private long _steps;
    private long _tokens;
    private TimeSpan _decode;
    private TimeSpan _busy;

    public EngineMeter(int lanes) => _lanes = lanes;

    public void Step(int tokens, TimeSpan decode, TimeSpan busy)
    {
        lock (_gate)
        {
            _steps++;
            _tokens += tokens;
            _decode += decode;
            _busy += busy;
        }
    }

    public EngineStatistics Read()
    {
        lock (_gate)
        {
            return new EngineStatistics(_lanes, _steps, _tokens, _decode.TotalSeconds, _busy.TotalSeconds);
        }
    }
}
