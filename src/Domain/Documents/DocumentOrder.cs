namespace Pipeline.Domain.Documents;

/// <summary>What the sender of a document wants done with it. A document with an order is the service's: its stages follow each other by message,
/// and its result is delivered. A document without one belongs to a one-shot run.</summary>
public sealed record DocumentOrder
{
    /// <summary>Name of the schema that says which fields are wanted, such as <c>contracts</c>; one of those installed.</summary>
    public required string Schema { get; init; }

    public DocumentPriority Priority { get; init; } = DocumentPriority.Bulk;

    public BatchId? Batch { get; init; }

    /// <summary>The sender's own key, given back in results and webhooks; at most 200 characters.</summary>
    public string? Reference { get; init; }

    /// <summary>Given back in results and webhooks; at most 20, keys of 1 to 64 and values of at most 256 characters.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where events of this document are sent besides the tenant's webhooks; an https address, or null.</summary>
    public string? Callback { get; init; }
}
