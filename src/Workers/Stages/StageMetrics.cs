using System.Diagnostics.Metrics;
using Pipeline.Domain.Documents;
using Pipeline.Workers.Claims;

namespace Pipeline.Workers.Stages;

/// <summary>What the workers do: <c>pipeline.reading.*</c> and <c>pipeline.extracting.*</c>.</summary>
public sealed class StageMetrics : IDisposable
{
    private static readonly double[] Seconds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900];

    private readonly Meter _meter;
    private readonly Dictionary<DocumentStage, (Counter<long> Documents, Histogram<double> Duration)> _stages;

    public StageMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create("Pipeline.Stages");
        _stages = new DocumentStage[] { DocumentStage.Reading, DocumentStage.Extracting }.ToDictionary(stage => stage, stage =>
        {
            var name = "pipeline." + stage.ToString().ToLowerInvariant();
            return (
                _meter.CreateCounter<long>(name + ".documents", "{document}", "Documents that a worker was through with, by how that ended."),
                _meter.CreateHistogram(name + ".duration", "s", "Time that a worker had a document.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds }));
        });
    }

    public void Ended(DocumentStage stage, StageEnd end, TimeSpan took)
    {
        var (documents, duration) = _stages[stage];
        var outcome = new KeyValuePair<string, object?>("outcome", end.ToString().ToLowerInvariant());
        documents.Add(1, outcome);
        duration.Record(took.TotalSeconds, outcome);
    }

    public void Dispose() => _meter.Dispose();
}
