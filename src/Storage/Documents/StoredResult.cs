namespace Pipeline.Storage.Documents;

/// <summary>The latest revision of a result; <see cref="Json"/> is byte for byte what was stored.</summary>
public sealed record StoredResult(int Revision, string Json);
