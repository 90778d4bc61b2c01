namespace Pipeline.Domain.Documents;

/// <summary>A file as it was found. <see cref="Name"/> is what results show, <see cref="Path"/> identifies the place,
/// <see cref="Sha256"/> (lower-case hex) and <see cref="SizeBytes"/> the content.</summary>
public sealed record SourceFile(string Name, string Path, string Sha256, long SizeBytes);
