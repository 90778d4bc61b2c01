using Microsoft.EntityFrameworkCore;
using Pipeline.Domain.Costs;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;

namespace Pipeline.Storage.Documents;

/// <summary>What a worker writes when it is through with a document: stage, result, costs and history in one transaction, under its claim or not at all.</summary>
public sealed class DocumentOutcomes(PipelineDatabase database)
{
    /// <summary>The document was read; it waits for extraction. The layout's blob must be stored before.</summary>
    public async Task<WriteOutcome> CompleteReadingAsync(DocumentClaim claim, LayoutReference layout, IReadOnlyList<CostEntry> costs, CancellationToken cancellationToken)
    {
        await using var write = await ClaimedWrite.BeginAsync(database, claim, cancellationToken);
        if (write.Document is null)
        {
            return write.OutcomeOf(AttemptOutcome.Completed);
        }

        write.Document.CompleteReading(claim, layout, write.Now);

        // An earlier reading that no result rests on led nowhere.
        var earlier = await write.Context.CostEntries
            .Where(cost => cost.DocumentId == claim.Document && cost.Kind == CostKind.Work && cost.ResultId == null)
            .ToListAsync(cancellationToken);
        earlier.ForEach(cost => cost.BecomeWaste());
        write.Book(costs);
        await write.CommitAsync(AttemptOutcome.Completed, null, cancellationToken);
        return WriteOutcome.Written;
    }

    /// <summary>The layout is not in the blob store any more; the document waits to be read again. No failure of the document.</summary>
    public async Task<WriteOutcome> BackToReadingAsync(DocumentClaim claim, CancellationToken cancellationToken)
    {
        await using var write = await ClaimedWrite.BeginAsync(database, claim, cancellationToken);
        if (write.Document is null)
        {
            return write.OutcomeOf(AttemptOutcome.Released);
        }

        write.Document.BackToReading(claim, write.Now);
        await write.CommitAsync(AttemptOutcome.Released, null, cancellationToken);
        return WriteOutcome.Written;
    }

    /// <summary>The result is there and the document is done. <paramref name="costs"/> are those of extraction; the result also carries those of
    /// reading (<see cref="DocumentQueries.ReadingCostsAsync"/>).</summary>
    public async Task<WriteOutcome> CompleteExtractionAsync(DocumentClaim claim, FinalResult result, IReadOnlyList<CostEntry> costs, CancellationToken cancellationToken)
    {
        await using var write = await ClaimedWrite.BeginAsync(database, claim, cancellationToken);
        if (write.Document is null)
        {
            return write.OutcomeOf(AttemptOutcome.Completed);
        }

        write.Document.CompleteExtraction(claim, result.PipelineVersion, write.Now);
        write.Book(costs, await write.DeliverAsync(result, cancellationToken));
        await write.CommitAsync(AttemptOutcome.Completed, null, cancellationToken);
        return WriteOutcome.Written;
    }

    /// <summary>Ends the document as failed: another try would fail alike. The result is the line that says so.</summary>
    public async Task<WriteOutcome> FailAsync(DocumentClaim claim, DocumentFailure failure, FinalResult result, IReadOnlyList<CostEntry> costs, CancellationToken cancellationToken)
    {
        await using var write = await ClaimedWrite.BeginAsync(database, claim, cancellationToken);
        if (write.Document is null)
        {
            return write.OutcomeOf(AttemptOutcome.Failed);
        }

        write.Document.Fail(claim, failure, result.PipelineVersion, write.Now);
        write.Book(costs, await write.DeliverAsync(result, cancellationToken));
        await write.CommitAsync(AttemptOutcome.Failed, failure, cancellationToken);
        return WriteOutcome.Written;
    }

    /// <summary>Counts a failure of this document that another try may cure; what was spent is waste. The third parks it as failed.</summary>
    /// <param name="claim">Ends here in any case.</param>
    /// <param name="failure">What parks the document, should this be the last try.</param>
    /// <param name="whenParked">The result line of a parked document.</param>
    /// <param name="spent">Costs of the try.</param>
    /// <param name="cancellationToken">Ends waiting for the database before the commit.</param>
    public async Task<FailureOutcome> CountFailureAsync(DocumentClaim claim, DocumentFailure failure, FinalResult whenParked, IReadOnlyList<CostEntry> spent, CancellationToken cancellationToken)
    {
        await using var write = await ClaimedWrite.BeginAsync(database, claim, cancellationToken);
        if (write.Document is null)
        {
            return Repeated(write);
        }

        var parked = write.Document.CountFailure(claim, failure, whenParked.PipelineVersion, write.Now);
        if (parked)
        {
            await write.DeliverAsync(whenParked, cancellationToken);
        }

        write.Book(spent.Select(entry => entry.AsWaste()));
        await write.CommitAsync(parked ? AttemptOutcome.Failed : AttemptOutcome.Counted, failure, cancellationToken);
        return parked ? FailureOutcome.Parked : FailureOutcome.WillRetry;
    }

    private static FailureOutcome Repeated(ClaimedWrite write) => write.OutcomeOf(AttemptOutcome.Counted) == WriteOutcome.Written
        ? FailureOutcome.WillRetry
        : write.OutcomeOf(AttemptOutcome.Failed) == WriteOutcome.Written ? FailureOutcome.Parked : FailureOutcome.ClaimLost;
}
