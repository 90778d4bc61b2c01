namespace Pipeline.Domain.Documents;

/// <summary>The blob that holds what a reader made of a document. It is used again as long as the reader version is the same.</summary>
public sealed record LayoutReference(string Sha256, int PageCount, string ReaderVersion);
