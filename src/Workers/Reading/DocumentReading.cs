using Pipeline.Domain.Costs;
using Pipeline.Domain.Documents;
using Pipeline.Domain.Layout;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Documents;
using Pipeline.Workers.Claims;
using Pipeline.Workers.Delivery;

namespace Pipeline.Workers.Reading;

/// <summary>The reading stage: a claimed original becomes a stored layout, or a failure with a reason.</summary>
public sealed class DocumentReading(IDocumentReader reader, BlobStore blobs, DocumentOutcomes outcomes, ResultDraft results, Price cpuSecond)
{
    public async Task<StageEnd> ReadAsync(ClaimedDocument document, CancellationToken cancellationToken)
    {
        var outcome = await reader.ReadAsync(blobs.PathOf(document.Sha256), cancellationToken);
        CostEntry[] costs = [CostEntry.Book(DocumentStage.Reading, (decimal)outcome.CpuSeconds, cpuSecond, CostKind.Work)];
        switch (outcome)
        {
            case ReadingOutcome.Succeeded read:
                using (var layout = new MemoryStream(LayoutCodec.Encode(read.Layout, reader.LayoutVersion)))
                {
                    // Checkpoint: killed after the blob and before the row, the layout is a blob that no row names; the document is read again to the same blob.
                    var blob = await blobs.PutAsync(layout, long.MaxValue, cancellationToken);
                    var reference = new LayoutReference(blob.Sha256, read.Layout.Pages.Count, reader.LayoutVersion);
                    return Ended(await outcomes.CompleteReadingAsync(document.Claim, reference, costs, cancellationToken), StageEnd.Advanced);
                }

            case ReadingOutcome.Failed failed:
                var result = results.Final(results.Failed(document, failed.Failure, costs));
                return Ended(await outcomes.FailAsync(document.Claim, failed.Failure, result, costs, cancellationToken), StageEnd.Ended);
            default:
                throw new InvalidOperationException($"A reading ended as {outcome.GetType().Name}.");
        }
    }

    private static StageEnd Ended(WriteOutcome written, StageEnd end) => written switch
    {
        WriteOutcome.Written => end,
        WriteOutcome.ClaimLost => StageEnd.ClaimLost,
    };
}
