using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Documents;

/// <summary>A document to work on, and the claim under which the outcome is written.</summary>
public sealed record ClaimedDocument(DocumentClaim Claim, string Name, string SourcePath, string Sha256, LayoutReference? Layout, int Failures);
