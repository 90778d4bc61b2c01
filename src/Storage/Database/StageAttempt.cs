using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Database;

/// <summary>History of one claim. <see cref="Document"/> decides; this row tells an operator what happened.</summary>
public sealed class StageAttempt
{
    private StageAttempt()
    {
    }

    public Guid Id { get; private set; }

    public TenantId TenantId { get; private set; }

    public DocumentId DocumentId { get; private set; }

    public DocumentStage Stage { get; private set; }

    public int ClaimNumber { get; private set; }

    public string Worker { get; private set; } = "";

    public DateTimeOffset StartedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public AttemptOutcome Outcome { get; private set; }

    public string? FailureCode { get; private set; }

    public string? FailureReason { get; private set; }

    internal static StageAttempt Start(TenantId tenant, DocumentClaim claim, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        TenantId = tenant,
        DocumentId = claim.Document,
        Stage = claim.Stage,
        ClaimNumber = claim.Number,
        Worker = claim.Worker,
        StartedAt = now,
        Outcome = AttemptOutcome.Running,
    };

    internal void End(AttemptOutcome outcome, DocumentFailure? failure, DateTimeOffset now)
    {
        Outcome = outcome;
        EndedAt = now;
        FailureCode = failure?.Code;
        FailureReason = failure?.Reason;
    }
}
