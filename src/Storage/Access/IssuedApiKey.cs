namespace Pipeline.Storage.Access;

/// <summary>A new key with its secret, which cannot be shown again.</summary>
public sealed record IssuedApiKey(ApiKeyRecord Key, ApiSecret Secret);
