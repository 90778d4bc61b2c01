using Pipeline.Domain.Documents;

namespace Pipeline.Cli.Run;

/// <summary>An input file and its document.</summary>
/// <param name="Id">Of this file's own row.</param>
/// <param name="Carrier">The document that is read for this content: itself, or the original it is a copy of. Null for a file without content.</param>
/// <param name="Failure">Why there is no content.</param>
internal sealed record RunItem(InputFile File, DocumentId Id, DocumentId? Carrier, string? Sha256, DocumentFailure? Failure);
