namespace Pipeline.Domain.Documents;

/// <summary>Documents that were sent together: a request of the API, or a sub-folder of a watched folder. Its progress is that of its documents.</summary>
public sealed class Batch
{
    private Batch()
    {
    }

    public BatchId Id { get; private set; }

    public TenantId TenantId { get; private set; }

    /// <summary>Unique within the tenant where it is a watched sub-folder; else free text.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The sender's own key, given back in results and webhooks.</summary>
    public string? Reference { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public static Batch Open(TenantId tenant, string name, string? reference, DateTimeOffset now) => new()
    {
        Id = BatchId.Create(),
        TenantId = tenant,
        Name = name,
        Reference = reference,
        CreatedAt = now,
    };
}
