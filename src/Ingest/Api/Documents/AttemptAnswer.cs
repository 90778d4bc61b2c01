using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;

namespace Pipeline.Ingest.Api.Documents;

/// <summary>One try of one stage.</summary>
internal sealed record AttemptAnswer
{
    /// <summary>Reading or extracting.</summary>
    public required DocumentStage Stage { get; init; }

    /// <summary>When a worker took it.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while it runs.</summary>
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it ended; counted is a failure that is tried again, expired and released are no failures of the document.</summary>
    public required AttemptOutcome Outcome { get; init; }

    /// <summary>Why it failed, if it did.</summary>
    public required DocumentFailure? Failure { get; init; }

    public static AttemptAnswer Of(AttemptView attempt) => new()
    {
        Stage = attempt.Stage,
        StartedAt = attempt.StartedAt,
        EndedAt = attempt.EndedAt,
        Outcome = attempt.Outcome,
        Failure = attempt.Failure,
    };
}
