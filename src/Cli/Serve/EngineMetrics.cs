using System.Diagnostics.Metrics;
using Pipeline.Inference;
using Pipeline.Inference.Supervision;

namespace Pipeline.Cli.Serve;

/// <summary>What the engine of this process reads, and what becomes of its children: <c>pipeline.engine.*</c>. Read is read: also what was booked nowhere because the lease was lost meanwhile.</summary>
internal sealed class EngineMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _passages;
    private readonly Counter<long> _tokens;
    private readonly Counter<long> _deaths;
    private readonly Counter<long> _restarts;

    public EngineMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("Pipeline.Engine");
        _passages = _meter.CreateCounter<long>("pipeline.engine.passages", "{passage}", "Passages read, by engine: the first, or the second that is asked where it is unsure.");
        _tokens = _meter.CreateCounter<long>("pipeline.engine.tokens", "{token}", "Tokens of prompts and decoded ones, by engine.");
        _deaths = _meter.CreateCounter<long>("pipeline.engine.deaths", "{process}", "Model processes that ended unasked, by how.");
        _restarts = _meter.CreateCounter<long>("pipeline.engine.restarts", "{restart}", "Model processes started in place of another, by how that one ended; or the whole engine, given up before.");
    }

    public void Read(EngineReading reading)
    {
        Spent(reading.Usage);
        if (reading.Second is { } second)
        {
            Spent(second.Usage, "second");
        }
    }

    /// <summary>Also where it came to no reading.</summary>
    public void Spent(EngineUsage usage) => Spent(usage, "first");

    public void Noticed(EngineNotice notice)
    {
        if (notice.Death is { } death)
        {
            _deaths.Add(1, Reason(NameOf(death)));
        }

        if (notice.RestartedAfter is { } before)
        {
            _restarts.Add(1, Reason(NameOf(before)));
        }
    }

    /// <summary>The engine had given up on starting children, and was started as a whole.</summary>
    public void StartedAnew() => _restarts.Add(1, Reason("given_up"));

    public void Dispose() => _meter.Dispose();

    private void Spent(EngineUsage usage, string engine)
    {
        KeyValuePair<string, object?> tag = new("engine", engine);
        _passages.Add(usage.Passages, tag);
        _tokens.Add(usage.PromptTokens, tag, new("kind", "prompt"));
        _tokens.Add(usage.DecodedTokens, tag, new("kind", "decoded"));
    }

    private static KeyValuePair<string, object?> Reason(string reason) => new("reason", reason);

    private static string NameOf(EngineDeath death) => death.ToString().ToLowerInvariant();
}
