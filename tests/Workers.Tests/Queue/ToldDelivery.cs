using System.Collections.Concurrent;
using Pipeline.Domain.Documents;
using Pipeline.Workers.Queue;

namespace Pipeline.Workers.Tests.Queue;

internal sealed class ToldDelivery : IResultDelivery
{
    public ConcurrentQueue<DocumentId> Delivered { get; } = new();

    public Task DeliverAsync(TenantId tenant, DocumentId document, CancellationToken cancellationToken)
    {
        Delivered.Enqueue(document);
        return Task.CompletedTask;
    }
}
