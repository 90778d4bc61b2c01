namespace Pipeline.Storage.Access;

/// <summary>The right of one request to write the answer under a client's key. It ends when it is not renewed.</summary>
public sealed record IdempotencyHold(string Key, Guid Holder);
