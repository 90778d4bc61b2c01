namespace Pipeline.Storage.Access;

/// <summary>What an administrator says of a key that is to be made.</summary>
public sealed record NewApiKey
{
    public required string Name { get; init; }

    /// <summary>Of <see cref="ApiScopes"/>.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Null: until it is revoked.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Documents a day (UTC); null: what the API allows each key.</summary>
    public long? DailyDocuments { get; init; }

    /// <summary>Bytes a day (UTC); null: what the API allows each key.</summary>
    public long? DailyBytes { get; init; }
}
