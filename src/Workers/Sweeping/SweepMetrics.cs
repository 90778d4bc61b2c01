using System.Diagnostics.Metrics;

namespace Pipeline.Workers.Sweeping;

/// <summary>What the sweeper finds: <c>pipeline.sweep.*</c>.</summary>
public sealed class SweepMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _returned;
    private readonly Counter<long> _enqueued;

    public SweepMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create("Pipeline.Sweep");
        _returned = _meter.CreateCounter<long>("pipeline.sweep.expired", "{document}", "Documents whose lease ran out: their worker was gone.");
        _enqueued = _meter.CreateCounter<long>("pipeline.sweep.enqueued", "{document}", "Documents that were enqueued again because nothing was heard of them.");
    }

    public void Swept(int returned, int enqueued)
    {
        _returned.Add(returned);
        _enqueued.Add(enqueued);
    }

    public void Dispose() => _meter.Dispose();
}
