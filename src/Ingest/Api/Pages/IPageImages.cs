using Pipeline.Domain.Documents;

namespace Pipeline.Ingest.Api.Pages;

/// <summary>Draws pages of stored documents. The host offers it: drawing belongs to another role.</summary>
public interface IPageImages
{
    /// <summary>One page as PNG, drawn by us: what the document holds beside its picture (scripts, links, hidden layers) is not in it.</summary>
    /// <param name="tenant">Whose blobs.</param>
    /// <param name="sha256">The blob of the document.</param>
    /// <param name="page">From 1.</param>
    /// <param name="cancellationToken">The client went away.</param>
    Task<PageImage> DrawAsync(TenantId tenant, string sha256, int page, CancellationToken cancellationToken);

    /// <summary>The document is deleted: drawn pages that are kept go too.</summary>
    Task ForgetAsync(TenantId tenant, string sha256, CancellationToken cancellationToken);
}
