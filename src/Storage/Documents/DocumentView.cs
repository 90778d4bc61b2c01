using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Documents;

/// <summary>All that a sender may know of a document.</summary>
public sealed record DocumentView
{
    public required DocumentId Id { get; init; }

    public required string Name { get; init; }

    public required DocumentStage Stage { get; init; }

    public string? Sha256 { get; init; }

    public long? SizeBytes { get; init; }

    public int? PageCount { get; init; }

    public DocumentId? DuplicateOf { get; init; }

    public string? Schema { get; init; }

    public required DocumentPriority Priority { get; init; }

    public BatchId? Batch { get; init; }

    public string? Reference { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public string? Callback { get; init; }

    public required int Failures { get; init; }

    public DocumentFailure? Failure { get; init; }

    public string? PipelineVersion { get; init; }

    public DateTimeOffset? NextAttemptAt { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    internal static DocumentView Of(Document document) => new()
    {
        Id = document.Id,
        Name = document.Name,
        Stage = document.Stage,
        Sha256 = document.Sha256,
        SizeBytes = document.SizeBytes,
        PageCount = document.PageCount,
        DuplicateOf = document.DuplicateOf,
        Schema = document.Schema,
        Priority = document.Priority,
        Batch = document.BatchId,
        Reference = document.Reference,
        Labels = document.Labels,
        Callback = document.Callback,
        Failures = document.Failures,
        Failure = document.Failure,
        PipelineVersion = document.PipelineVersion,
        NextAttemptAt = document.NextAttemptAt,
        ReceivedAt = document.ReceivedAt,
        UpdatedAt = document.UpdatedAt,
    };
}
