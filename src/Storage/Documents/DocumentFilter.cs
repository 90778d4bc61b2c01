using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Documents;

/// <summary>Which documents to list; null for any.</summary>
public sealed record DocumentFilter
{
    public string? Reference { get; init; }

    public BatchId? Batch { get; init; }

    public DocumentStage? Stage { get; init; }

    /// <summary>Those that come after this one in the list, that is, were received before it.</summary>
    public DocumentId? After { get; init; }

    public required int Limit { get; init; }
}
