using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Pipeline.Domain.Costs;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;
using Pipeline.Storage.Messages;

namespace Pipeline.Storage.Documents;

/// <summary>One transaction in which the holder of a claim writes its outcome. The row is locked, so the claim cannot be lost in between.</summary>
internal sealed class ClaimedWrite : IAsyncDisposable
{
    private readonly PipelineDatabase _database;
    private readonly DocumentClaim _claim;
    private readonly IDbContextTransaction _transaction;
    private readonly AttemptOutcome? _written;

    private ClaimedWrite(PipelineDatabase database, DocumentClaim claim, PipelineContext context, IDbContextTransaction transaction, (Document? Document, AttemptOutcome? Written) state)
    {
        _database = database;
        _claim = claim;
        Context = context;
        _transaction = transaction;
        (Document, _written) = state;
        Now = database.Clock.GetUtcNow();
    }

    public PipelineContext Context { get; }

    /// <summary>Null when the claim is not held any more.</summary>
    public Document? Document { get; }

    public DateTimeOffset Now { get; }

    public static async Task<ClaimedWrite> BeginAsync(PipelineDatabase database, DocumentClaim claim, CancellationToken cancellationToken)
    {
        var context = database.CreateContext();
        try
        {
            var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            var document = await context.LockDocumentAsync(database.Tenant, claim.Document, cancellationToken);
            if (document?.Holds(claim) == true)
            {
                return new ClaimedWrite(database, claim, context, transaction, (document, null));
            }

            var written = await context.StageAttempts
                .Where(attempt => attempt.DocumentId == claim.Document && attempt.ClaimNumber == claim.Number && attempt.TenantId == database.Tenant)
                .Select(attempt => (AttemptOutcome?)attempt.Outcome)
                .SingleOrDefaultAsync(cancellationToken);
            return new ClaimedWrite(database, claim, context, transaction, (null, written));
        }
        catch
        {
            await context.DisposeAsync();
            throw;
        }
    }

    /// <summary>A caller that did not learn of its own commit (the connection broke just then) asks again and is told that it is written.</summary>
    public WriteOutcome OutcomeOf(AttemptOutcome asked) => _written == asked ? WriteOutcome.Written : WriteOutcome.ClaimLost;

    public void Book(IEnumerable<CostEntry> entries, ResultRevision? result = null)
    {
        foreach (var entry in entries)
        {
            var booked = BookedCost.Of(_database.Tenant, _claim, entry, Now);
            if (result is not null && booked.IsUnattachedWork)
            {
                booked.AttachTo(result);
            }

            Context.CostEntries.Add(booked);
        }
    }

    /// <summary>Writes revision 1 of a pipeline version, over an earlier one of the same version if need be (unique: ux_results_revision).
    /// The new result carries the reading that it rests on; whatever else the old one had cost becomes waste.</summary>
    public async Task<ResultRevision> DeliverAsync(FinalResult delivered, CancellationToken cancellationToken)
    {
        var document = _claim.Document;
        var carried = await Context.CarriedReadingCostsAsync(document, delivered.PipelineVersion, cancellationToken);
        var result = await Context.Results.SingleOrDefaultAsync(
            result => result.DocumentId == document && result.PipelineVersion == delivered.PipelineVersion && result.Revision == 1, cancellationToken);
        if (result is null)
        {
            result = ResultRevision.First(_database.Tenant, document, delivered, Now);
            Context.Results.Add(result);
        }
        else
        {
            result.Replace(delivered, Now);
            var replaced = await Context.CostEntries.Where(cost => cost.ResultId == result.Id).ToListAsync(cancellationToken);
            foreach (var cost in replaced.Except(carried))
            {
                cost.BecomeWaste();
            }
        }

        foreach (var cost in carried)
        {
            cost.AttachTo(result);
        }

        return result;
    }

    public async Task CommitAsync(AttemptOutcome outcome, DocumentFailure? failure, CancellationToken cancellationToken)
    {
        await Context.EndAttemptAsync(_claim.Document, _claim.Number, outcome, failure, Now, cancellationToken);
        var enqueued = Context.Enqueue(Document!, Now);
        var tally = CostTally.Of(Context);
        await Context.SaveChangesAsync(cancellationToken);
        // Checkpoint: cancelled or killed before this line, nothing of the outcome is there and the lease goes back; after it, all of it is.
        // No cancellation here: it could not undo the commit, only hide it.
        await _transaction.CommitAsync(CancellationToken.None);
        tally.Count();
        if (enqueued)
        {
            _database.Signal.Raise();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await Context.DisposeAsync();
    }
}
