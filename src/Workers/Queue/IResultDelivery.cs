using Pipeline.Domain.Documents;

namespace Pipeline.Workers.Queue;

/// <summary>Gives a document's result to those outside: folder and webhooks.</summary>
public interface IResultDelivery
{
    /// <summary>Called while the document's row is held (FOR NO KEY UPDATE) by the caller, who marks it delivered when this returns: rows that refer to the document may be written,
    /// its own row must neither be written nor locked from here. May be called again for the same result, so its effect is the same the second time. Short: what waits for somebody
    /// else's server is only noted here and sent later.</summary>
    /// <exception cref="Exception">It could not be delivered for now and is tried again with back-off.</exception>
    Task DeliverAsync(TenantId tenant, DocumentId document, CancellationToken cancellationToken);
}
