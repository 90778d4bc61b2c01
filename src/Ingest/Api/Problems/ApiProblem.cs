using Pipeline.Domain.Documents;

namespace Pipeline.Ingest.Api.Problems;

/// <summary>An answer that is no success (RFC 9457). <see cref="Code"/> is stable, for programs; <see cref="Detail"/> tells a person what to do.</summary>
internal sealed record ApiProblem(int Status, string Code, string Title, string Detail)
{
    public const string TypePrefix = "urn:pipeline:problem:";

    /// <summary>When it may be worth asking again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What is accepted in place of what was sent.</summary>
    public IReadOnlyList<string>? Supported { get; init; }

    /// <summary>Why a document has no result.</summary>
    public DocumentFailure? Failure { get; init; }
}
