using Microsoft.Extensions.Logging;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;

namespace Pipeline.Workers.Queue;

/// <summary>Delivers a result once and notes it; what could not be delivered is tried again after a pause.</summary>
public sealed class ResultHandover(PipelineDatabase database, IResultDelivery delivery, ILogger<ResultHandover> log)
{
    public async Task DeliverAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var deliveries = new DocumentDeliveries(database.For(request.Tenant));
        try
        {
            if (!await deliveries.DeliverAsync(request.Document, request.Message, token => delivery.DeliverAsync(request.Tenant, request.Document, token), cancellationToken))
            {
                Log.NothingToDo(log, request.Document.Value, request.Message.Consumer);
            }
        }
#pragma warning disable CA1031 // Whatever keeps one result from being delivered must not lose it: it stays due.
        catch (Exception e) when (!DatabaseOutage.Is(e) && !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            var pause = await deliveries.PostponeAsync(request.Document, cancellationToken);
            Log.DeliveryFailed(log, request.Document.Value, e.GetType().Name, e.Message, pause?.TotalSeconds ?? 0);
        }
    }
}
