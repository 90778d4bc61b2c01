using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Documents;

/// <summary>A document to work on, and the claim under which the outcome is written.</summary>
public sealed record ClaimedDocument(DocumentClaim Claim, string Name, string SourcePath, string Sha256, LayoutReference? Layout, int Failures)
{
    public TenantId Tenant { get; init; } = TenantId.Default;

    /// <summary>Null for a document of a one-shot run.</summary>
    public string? Schema { get; init; }

    public DocumentPriority Priority { get; init; } = DocumentPriority.Bulk;

    public BatchId? Batch { get; init; }

    /// <summary>See <see cref="DocumentOrder.Reference"/>.</summary>
    public string? Reference { get; init; }

    /// <summary>See <see cref="DocumentOrder.Labels"/>.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
