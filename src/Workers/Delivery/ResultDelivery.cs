using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Pipeline.Domain.Documents;
using Pipeline.Domain.Results;
using Pipeline.Storage.Database;
using Pipeline.Storage.Webhooks;
using Pipeline.Workers.Queue;

namespace Pipeline.Workers.Delivery;

/// <summary>Gives a result to the folder, and notes who is to be told by HTTP. The folder has one file per document, the table one row per event and receiver: a second time changes nothing.</summary>
internal sealed class ResultDelivery(PipelineDatabase database, DeliveryOptions options, DeliveryMetrics metrics, ILogger<ResultDelivery> log) : IResultDelivery
{
    private readonly ResultFolder? _folder = options.Folder is { Length: > 0 } folder ? new ResultFolder(folder) : null;

    public async Task DeliverAsync(TenantId tenant, DocumentId document, CancellationToken cancellationToken)
    {
        var own = database.For(tenant);
        if (await FindAsync(own, document, cancellationToken) is not { } found || !found.DeliveryDue)
        {
            return;
        }

        if (found.Stage == DocumentStage.Deleted)
        {
            _folder?.Remove(found);
            Log.Removed(log, document.Value);
            return;
        }

        var result = DeliveredResult.Of(found, await ResultAsync(own, found, cancellationToken), options.Currency);
        if (_folder is not null)
        {
            await _folder.WriteAsync(found, result.Json, cancellationToken);
        }

        // Checkpoint: killed here, the file is there and nobody was told; it is all done again.
        var occasion = new EventOccasion(document, found.ClaimNumber, result.Revision, found.PipelineVersion, EventOf(result), CallbackOf(found));
        var noted = await new WebhookEvents(own).NoteAsync(occasion, cancellationToken);
        metrics.Delivered(result.Status);
        Log.Delivered(log, document.Value, result.Status, result.Revision, noted);
    }

    private static async Task<Document?> FindAsync(PipelineDatabase database, DocumentId id, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Documents.AsNoTracking().SingleOrDefaultAsync(document => document.Id == id && document.TenantId == database.Tenant, cancellationToken);
    }

    private static async Task<string?> ResultAsync(PipelineDatabase database, Document document, CancellationToken cancellationToken)
    {
        if (document.PipelineVersion is not { } version)
        {
            return null;
        }

        await using var context = database.CreateContext();
        return await context.Results.AsNoTracking()
            .Where(result => result.DocumentId == document.Id && result.TenantId == database.Tenant && result.PipelineVersion == version)
            .OrderByDescending(result => result.Revision)
            .Select(result => result.Content)
            .FirstOrDefaultAsync(cancellationToken);
    }

    private static WebhookEvent EventOf(DeliveredResult result) => result.Revision > 1 ? WebhookEvent.Corrected : result.Status switch
    {
        ResultStatus.Accepted => WebhookEvent.Completed,
        ResultStatus.Review => WebhookEvent.ReviewNeeded,
        ResultStatus.Failed => WebhookEvent.Failed,
        ResultStatus.Duplicate => WebhookEvent.Duplicate,
    };

    // Checked when the document was taken in; what is wrong with it all the same must not keep the result from the others.
    private static Uri? CallbackOf(Document document) =>
        Uri.TryCreate(document.Callback, UriKind.Absolute, out var callback) && callback.Host.Length > 0 ? callback : null;
}
