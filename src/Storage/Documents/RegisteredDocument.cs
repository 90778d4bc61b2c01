using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Documents;

/// <summary>Where a file stands after it was registered. <see cref="DuplicateOf"/> carries the result of a duplicate;
/// <see cref="PipelineVersion"/> is the one that a document which is done or failed ended with.</summary>
public sealed record RegisteredDocument(DocumentId Id, DocumentStage Stage, bool IsNew, DocumentId? DuplicateOf, string? PipelineVersion, string? FailureCode);
