using Pipeline.Domain.Costs;
using Pipeline.Domain.Documents;
using Pipeline.Domain.Layout;
using Pipeline.Inference;
using Pipeline.Inference.OpenAi;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Documents;
using Pipeline.Workers.Claims;
using Pipeline.Workers.Delivery;

namespace Pipeline.Workers.Extraction;

/// <summary>The extraction stage: a claimed layout becomes a result.</summary>
public sealed class DocumentExtraction(FieldExtractor extractor, BlobStore blobs, ExtractionRecords records, ResultDraft results, ExtractionPrices prices)
{
    public async Task<StageEnd> ExtractAsync(ClaimedDocument document, CancellationToken cancellationToken)
    {
        if (await LoadAsync(document, cancellationToken) is not { } layout)
        {
            return await records.ReadAgainAsync(document, cancellationToken);
        }

        try
        {
            var read = await extractor.ExtractAsync(layout, PriorityOf(document), cancellationToken);
            var extraction = read with { Fields = PagesWithoutText.Mark(read.Fields, layout) };
            var costs = prices.Book(extraction);
            var all = await records.WithReadingCostsAsync(document, costs, cancellationToken);
            var result = results.Final(results.Extracted(document, layout, extraction, all));
            // Checkpoint: killed before this commit, the model's work is lost and done again; after it, the result is there and is never made twice.
            return await records.CompleteAsync(document, result, costs, cancellationToken);
        }
        catch (EngineCrashException)
        {
            return await FailAsync(document, DocumentFailures.EngineCrash, [], cancellationToken);
        }
        catch (EndpointException e) when (e.IsOfDocument)
        {
            // It was answered in part, and the answers have to be paid.
            return await FailAsync(document, DocumentFailures.EndpointRefused, prices.BookWaste(e.Spent), cancellationToken);
        }
    }

    private async Task<StageEnd> FailAsync(ClaimedDocument document, DocumentFailure failure, IReadOnlyList<CostEntry> costs, CancellationToken cancellationToken)
    {
        var all = await records.WithReadingCostsAsync(document, costs, cancellationToken);
        return await records.FailAsync(document, failure, results.Final(results.Failed(document, failure, all)), costs, cancellationToken);
    }

    private static EnginePriority PriorityOf(ClaimedDocument document) => document.Priority switch
    {
        DocumentPriority.Interactive => EnginePriority.Interactive,
        DocumentPriority.Bulk => EnginePriority.Bulk,
    };

    /// <summary>Null where the blob is gone (a database restored without its blobs) or of a form that this version does not read.</summary>
    private async Task<DocumentLayout?> LoadAsync(ClaimedDocument document, CancellationToken cancellationToken)
    {
        if (!blobs.Exists(document.Layout!.Sha256))
        {
            return null;
        }

        await using var blob = blobs.Open(document.Layout.Sha256);
        using var bytes = new MemoryStream();
        await blob.CopyToAsync(bytes, cancellationToken);
        try
        {
            return LayoutCodec.Decode(bytes.ToArray()).Layout;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
