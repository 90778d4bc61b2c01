using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Access;

/// <summary>A blob that no document needed any more when this was written.</summary>
public sealed class BlobRemoval
{
    private BlobRemoval()
    {
    }

    public TenantId TenantId { get; private set; }

    public string Sha256 { get; private set; } = "";

    public DateTimeOffset RequestedAt { get; private set; }
}
