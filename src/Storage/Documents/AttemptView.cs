using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;

namespace Pipeline.Storage.Documents;

/// <summary>One claim in the history of a document.</summary>
public sealed record AttemptView(DocumentStage Stage, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, AttemptOutcome Outcome, DocumentFailure? Failure);
