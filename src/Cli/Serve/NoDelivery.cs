using Pipeline.Domain.Documents;
using Pipeline.Workers.Queue;

namespace Pipeline.Cli.Serve;

/// <summary>Where neither folder nor webhooks are set: results are had from the API.</summary>
internal sealed class NoDelivery : IResultDelivery
{
    public Task DeliverAsync(TenantId tenant, DocumentId document, CancellationToken cancellationToken) => Task.CompletedTask;
}
