using System.Diagnostics.Metrics;

namespace Pipeline.Workers.Relay;

/// <summary>What the relay does: <c>pipeline.relay.*</c>.</summary>
public sealed class RelayMetrics : IDisposable
{
    private static readonly double[] Seconds = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

    private readonly Meter _meter;
    private readonly Counter<long> _published;
    private readonly Counter<long> _failed;
    private readonly Histogram<double> _lag;

    public RelayMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create("Pipeline.Relay");
        _published = _meter.CreateCounter<long>("pipeline.relay.published", "{message}", "Messages that the broker confirmed.");
        _failed = _meter.CreateCounter<long>("pipeline.relay.failed", "{message}", "Messages that could not be published and are tried again.");
        _lag = _meter.CreateHistogram(
            "pipeline.relay.lag", "s", "How long the oldest message of a round had waited since it was due.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
    }

    public void Round(int published, int failed, TimeSpan lag)
    {
        _published.Add(published);
        _failed.Add(failed);
        if (published > 0)
        {
            _lag.Record(lag.TotalSeconds);
        }
    }

    public void Dispose() => _meter.Dispose();
}
