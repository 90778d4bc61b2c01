using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Documents;

/// <summary>What changes while a document goes its way.</summary>
public sealed record DocumentState(DocumentId Id, DocumentStage Stage, int ClaimNumber, int Failures, string? FailureCode, DateTimeOffset UpdatedAt);
