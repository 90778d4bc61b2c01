using System.Diagnostics.Metrics;

namespace Pipeline.Ingest.Api;

/// <summary>What came in and what was refused.</summary>
internal sealed class ApiMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _documents;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _refusals;
    private readonly Histogram<double> _duration;

    public ApiMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("Pipeline.Ingest.Api");
        _documents = _meter.CreateCounter<long>("pipeline.ingest.documents", "{document}", "Documents accepted by the API.");
        _bytes = _meter.CreateCounter<long>("pipeline.ingest.bytes", "By", "Bytes accepted by the API.");
        _refusals = _meter.CreateCounter<long>("pipeline.ingest.refusals", "{request}", "Requests of the API that were refused, by code.");
        _duration = _meter.CreateHistogram("pipeline.ingest.upload.duration", "s", "From the start of an upload to its commit.", advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
        });
    }

    public void Accepted(int documents, long bytes, TimeSpan took)
    {
        _documents.Add(documents);
        _bytes.Add(bytes);
        _duration.Record(took.TotalSeconds);
    }

    public void Refused(string code) => _refusals.Add(1, new KeyValuePair<string, object?>("code", code));

    public void Dispose() => _meter.Dispose();
}
