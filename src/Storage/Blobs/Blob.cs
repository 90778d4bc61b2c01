namespace Pipeline.Storage.Blobs;

/// <summary>Name (SHA-256 in lower-case hex) and size of stored content.</summary>
public sealed record Blob(string Sha256, long SizeBytes);
