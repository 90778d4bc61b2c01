using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Access;

/// <summary>A key as it stood when it was asked for; never its secret.</summary>
public sealed record ApiKeyRecord
{
    public required Guid Id { get; init; }

    public required TenantId Tenant { get; init; }

    public required string Name { get; init; }

    public required string Prefix { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public long? DailyDocuments { get; init; }

    public long? DailyBytes { get; init; }

    /// <summary>Neither revoked nor expired.</summary>
    public bool IsLive(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is not { } end || now < end);

    internal static ApiKeyRecord Of(ApiKey key) => new()
    {
        Id = key.Id,
        Tenant = key.TenantId,
        Name = key.Name,
        Prefix = key.Prefix,
        Scopes = key.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        CreatedAt = key.CreatedAt,
        ExpiresAt = key.ExpiresAt,
        RevokedAt = key.RevokedAt,
        LastUsedAt = key.LastUsedAt,
        DailyDocuments = key.DailyDocuments,
        DailyBytes = key.DailyBytes,
    };
}
