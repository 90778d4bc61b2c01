using Pipeline.Domain.Documents;

namespace Pipeline.Ingest.Api.Events;

/// <summary>Data of the event 'state': a document moved.</summary>
internal sealed record DocumentChange
{
    /// <summary>Key of the document.</summary>
    public required Guid Id { get; init; }

    /// <summary>Where it stands now.</summary>
    public required DocumentStage Stage { get; init; }

    /// <summary>How often it failed.</summary>
    public required int Failures { get; init; }

    /// <summary>Why it failed for good.</summary>
    public required string? FailureCode { get; init; }

    /// <summary>When it moved.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
