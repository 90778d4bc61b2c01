using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Access;

/// <summary>A request that a client may repeat, and its answer once there is one.</summary>
public sealed class IdempotencyKey
{
    private IdempotencyKey()
    {
    }

    public TenantId TenantId { get; private set; }

    /// <summary>SHA-256 of the client's key in lower-case hex.</summary>
    public string Key { get; private set; } = "";

    public Guid Holder { get; private set; }

    public DateTimeOffset HeldUntil { get; private set; }

    /// <summary>Of all that was asked: the same key with another is a mistake of the client.</summary>
    public string? Fingerprint { get; private set; }

    public string? Answer { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }
}
