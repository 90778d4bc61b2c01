using System.Collections.Concurrent;
using Pipeline.Domain.Documents;
using Pipeline.Workers.Queue;

namespace Pipeline.Workers.Tests.Queue;

internal sealed class ToldDelivery : IResultDelivery
{
    public ConcurrentQueue<DocumentId> Delivered { get; } = new();

    public Func<DocumentId, Task> WhileDelivering { get; set; } = _ => Task.CompletedTask;

    public async Task DeliverAsync(TenantId tenant, DocumentId document, CancellationToken cancellationToken)
    {
        await WhileDelivering(document);
        Delivered.Enqueue(document);
    }
}
