using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Access;

/// <summary>An API key as the table keeps it.</summary>
public sealed class ApiKey
{
    private ApiKey()
    {
    }

    public Guid Id { get; private set; }

    public TenantId TenantId { get; private set; }

    public string Name { get; private set; } = "";

    public string Prefix { get; private set; } = "";

    public string Hash { get; private set; } = "";

    public string Scopes { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? ExpiresAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public DateTimeOffset? LastUsedAt { get; private set; }

    public long? DailyDocuments { get; private set; }

    public long? DailyBytes { get; private set; }

    internal static ApiKey Issue(TenantId tenant, NewApiKey asked, ApiSecret secret, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        TenantId = tenant,
        Name = asked.Name,
        Prefix = secret.Prefix,
        Hash = secret.Hash,
        Scopes = string.Join(' ', asked.Scopes.Order(StringComparer.Ordinal)),
        CreatedAt = now,
        ExpiresAt = asked.ExpiresAt,
        DailyDocuments = asked.DailyDocuments,
        DailyBytes = asked.DailyBytes,
    };

    /// <summary>For good; a second time changes nothing.</summary>
    internal void Revoke(DateTimeOffset now) => RevokedAt ??= now;
}
