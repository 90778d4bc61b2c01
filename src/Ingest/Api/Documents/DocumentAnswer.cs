using Pipeline.Domain.Documents;
using Pipeline.Storage.Documents;

namespace Pipeline.Ingest.Api.Documents;

/// <summary>A document and where it stands.</summary>
internal sealed record DocumentAnswer
{
    /// <summary>Key of the document.</summary>
    public required Guid Id { get; init; }

    /// <summary>The sender's name for it, cleaned.</summary>
    public required string Name { get; init; }

    /// <summary>received, reading, extracting, done, failed or duplicate; the last three are ends.</summary>
    public required DocumentStage Stage { get; init; }

    /// <summary>The sender's own key.</summary>
    public required string? Reference { get; init; }

    /// <summary>The sender's labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Which fields are wanted.</summary>
    public required string? Schema { get; init; }

    /// <summary>interactive goes before bulk.</summary>
    public required DocumentPriority Priority { get; init; }

    /// <summary>The batch that it belongs to.</summary>
    public required Guid? BatchId { get; init; }

    /// <summary>Where its events are sent.</summary>
    public required string? Callback { get; init; }

    /// <summary>SHA-256 of its content in lower-case hex.</summary>
    public required string? Sha256 { get; init; }

    /// <summary>Bytes.</summary>
    public required long? SizeBytes { get; init; }

    /// <summary>Known once it was read.</summary>
    public required int? PageCount { get; init; }

    /// <summary>The document with the same content, which carries the result.</summary>
    public required Guid? DuplicateOf { get; init; }

    /// <summary>How often it failed since it was sent, or sent through again.</summary>
    public required int Failures { get; init; }

    /// <summary>Why it failed for good: a stable code, and what to do.</summary>
    public required DocumentFailure? Failure { get; init; }

    /// <summary>Not tried again before; null for at once.</summary>
    public required DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>How many tries of stages there were; null in lists.</summary>
    public int? Attempts { get; init; }

    /// <summary>Each try of each stage, the first first; null in lists.</summary>
    public IReadOnlyList<AttemptAnswer>? Timeline { get; init; }

    /// <summary>What it cost until now, one entry for each currency; null in lists.</summary>
    public IReadOnlyList<CostAnswer>? Cost { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Its result, once it is done.</summary>
    public required string ResultUrl { get; init; }

    /// <summary>Its changes as server-sent events.</summary>
    public required string EventsUrl { get; init; }

    public static DocumentAnswer Of(DocumentView document, DocumentHistory history) => Of(document) with
    {
        Attempts = history.Attempts.Count,
        Timeline = [.. history.Attempts.Select(AttemptAnswer.Of)],
        Cost = [.. history.Costs.Select(CostAnswer.Of)],
    };

    public static DocumentAnswer Of(DocumentView document) => new()
    {
        Id = document.Id.Value,
        Name = document.Name,
        Stage = document.Stage,
        Reference = document.Reference,
        Labels = document.Labels,
        Schema = document.Schema,
        Priority = document.Priority,
        BatchId = document.Batch?.Value,
        Callback = document.Callback,
        Sha256 = document.Sha256,
        SizeBytes = document.SizeBytes,
        PageCount = document.PageCount,
        DuplicateOf = document.DuplicateOf?.Value,
        Failures = document.Failures,
        Failure = document.Failure,
        NextAttemptAt = document.NextAttemptAt,
        ReceivedAt = document.ReceivedAt,
        UpdatedAt = document.UpdatedAt,
        ResultUrl = ApiAddress.Document(document.Id) + "/result",
        EventsUrl = ApiAddress.Document(document.Id) + "/events",
    };
}
