using System.Diagnostics.Metrics;
using Pipeline.Domain.Results;

namespace Pipeline.Workers.Delivery;

/// <summary>Meter <c>Pipeline.Delivery</c>.</summary>
internal sealed class DeliveryMetrics
{
    private readonly Counter<long> _delivered;

    public DeliveryMetrics(IMeterFactory meters)
    {
#pragma warning disable CA2000 // The factory owns it.
        _delivered = meters.Create("Pipeline.Delivery").CreateCounter<long>("pipeline.delivery.results", "{document}", "Results given to folder and webhooks, by status.");
#pragma warning restore CA2000
    }

    public void Delivered(ResultStatus status) => _delivered.Add(1, new KeyValuePair<string, object?>("status", status.ToString().ToLowerInvariant()));
}
