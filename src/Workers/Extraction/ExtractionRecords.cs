using Pipeline.Domain.Costs;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;
using Pipeline.Workers.Claims;
using Pipeline.Workers.Delivery;

namespace Pipeline.Workers.Extraction;

/// <summary>What extraction reads and writes in the database, under the claim.</summary>
public sealed class ExtractionRecords(DocumentOutcomes outcomes, DocumentQueries queries, PipelineIdentity identity)
{
    /// <summary>The costs that a result shows: of the reading it rests on, and its own.</summary>
    public async Task<IReadOnlyList<CostEntry>> WithReadingCostsAsync(ClaimedDocument document, IReadOnlyList<CostEntry> own, CancellationToken cancellationToken) =>
        [.. await queries.ReadingCostsAsync(document.Claim.Document, identity.Version, cancellationToken), .. own];

    public async Task<StageEnd> CompleteAsync(ClaimedDocument document, FinalResult result, IReadOnlyList<CostEntry> costs, CancellationToken cancellationToken) =>
        End(await outcomes.CompleteExtractionAsync(document.Claim, result, costs, cancellationToken));

    public async Task<StageEnd> FailAsync(ClaimedDocument document, DocumentFailure failure, FinalResult result, IReadOnlyList<CostEntry> costs, CancellationToken cancellationToken) =>
        End(await outcomes.FailAsync(document.Claim, failure, result, costs, cancellationToken));

    /// <summary>For a document whose layout is gone.</summary>
    public async Task<StageEnd> ReadAgainAsync(ClaimedDocument document, CancellationToken cancellationToken) =>
        await outcomes.BackToReadingAsync(document.Claim, cancellationToken) == WriteOutcome.Written ? StageEnd.WillRetry : StageEnd.ClaimLost;

    private static StageEnd End(WriteOutcome written) => written switch
    {
        WriteOutcome.Written => StageEnd.Ended,
        WriteOutcome.ClaimLost => StageEnd.ClaimLost,
    };
}
