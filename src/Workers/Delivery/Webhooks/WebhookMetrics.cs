using System.Diagnostics.Metrics;
using Pipeline.Storage.Webhooks;

namespace Pipeline.Workers.Delivery.Webhooks;

/// <summary>Meter <c>Pipeline.Webhooks</c>.</summary>
internal sealed class WebhookMetrics
{
    private readonly Counter<long> _sent;
    private readonly Counter<long> _dead;
    private readonly Histogram<double> _duration;

    public WebhookMetrics(IMeterFactory meters)
    {
#pragma warning disable CA2000 // The factory owns it.
        var meter = meters.Create("Pipeline.Webhooks");
#pragma warning restore CA2000
        _sent = meter.CreateCounter<long>("pipeline.webhooks.sent", "{try}", "Tries to send an event, by what came of it.");
        _dead = meter.CreateCounter<long>("pipeline.webhooks.dead", "{event}", "Events given up.");
        _duration = meter.CreateHistogram<double>("pipeline.webhooks.duration", "s", "How long a try took.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.03, 0.1, 0.3, 1, 3, 10] });
    }

    public void Sent(SendResult result, TimeSpan took, WebhookDeliveryState? state)
    {
        var tag = new KeyValuePair<string, object?>("result", result.ToString().ToLowerInvariant());
        _sent.Add(1, tag);
        _duration.Record(took.TotalSeconds, tag);
        if (state == WebhookDeliveryState.Dead)
        {
            _dead.Add(1);
        }
    }
}
