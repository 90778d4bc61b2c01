using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Documents;

/// <summary>A document as it stood when it was asked for.</summary>
public sealed record DocumentSnapshot(
    DocumentId Id,
    string Name,
    string? Sha256,
    DocumentStage Stage,
    DocumentId? DuplicateOf,
    int Failures,
    int? PageCount,
    string? LayoutSha256,
    string? PipelineVersion,
    DocumentFailure? Failure);
