using Microsoft.EntityFrameworkCore;
using Npgsql;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Access;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Database;
using Pipeline.Storage.Messages;

namespace Pipeline.Storage.Documents;

/// <summary>Accepts uploads: documents, their messages, what the key used up and the answer to keep, in one transaction.</summary>
public sealed class DocumentUploads(PipelineDatabase database, TenantBlobs blobs)
{
    private const int MaxTries = 5;

    private readonly BlobRemovals _removals = new(database, blobs);

    /// <summary>Once it returns a receipt, all of the upload is durable: the blobs are synced, the rows and messages are committed.
    /// Each file is a document of its own; one whose content and schema are known is a duplicate (unique: ux_documents_original).</summary>
    public async Task<UploadOutcome> RegisterAsync(Upload upload, CancellationToken cancellationToken)
    {
        UploadOutcome? outcome = null;
        try
        {
            outcome = await WithRetryAsync(upload, cancellationToken);
            return outcome;
        }
        finally
        {
            if (outcome?.Receipt is null)
            {
                await ForgetAsync(upload);
            }
        }
    }

    private async Task<UploadOutcome> WithRetryAsync(Upload upload, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(upload, cancellationToken);
            }
            catch (DbUpdateException exception) when (attempt < MaxTries && exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                // The same content came in beside this one and was a moment faster: now it is the original.
            }
        }
    }

    private async Task<UploadOutcome> TryAsync(Upload upload, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (upload.Order.Batch is { } wanted && !await context.Batches.AnyAsync(batch => batch.Id == wanted && batch.TenantId == database.Tenant, cancellationToken))
        {
            return new UploadOutcome(null, UploadRefusal.UnknownBatch);
        }

        StagedBlob[] contents = [.. upload.Files.Select(file => file.Content).OfType<StagedBlob>()];
        await context.HoldBlobsAsync(contents.Select(content => content.Sha256), cancellationToken);
        foreach (var content in contents)
        {
            content.Place();
        }

        var receipt = await AddAsync(context, upload, cancellationToken);
        if (upload.Limit is { } limit && !await CountAsync(context, limit, receipt.Documents.Count, contents.Sum(content => content.SizeBytes), cancellationToken))
        {
            return new UploadOutcome(null, UploadRefusal.QuotaUsedUp);
        }

        if (upload.Answer is { } answer && !await KeptAnswers.WriteAsync(context, database, answer, answer.Write(receipt), cancellationToken))
        {
            return new UploadOutcome(null, UploadRefusal.HoldLost);
        }

        // Checkpoint: killed before this commit, there are blobs that nothing names, and the client was told nothing; after it, everything is there, and a client that asks again is told the same.
        await transaction.CommitAsync(CancellationToken.None);
        database.Signal.Raise();
        return new UploadOutcome(receipt, null);
    }

    private async Task<UploadReceipt> AddAsync(PipelineContext context, Upload upload, CancellationToken cancellationToken)
    {
        var now = database.Clock.GetUtcNow();
        var order = upload.Order;
        if (upload.Batch is { } opened)
        {
            var batch = Batch.Open(database.Tenant, opened.Name, opened.Reference, now);
            context.Batches.Add(batch);
            order = order with { Batch = batch.Id };
        }

        var originals = await OriginalsAsync(context, upload, cancellationToken);
        var documents = new List<Document>();
        foreach (var file in upload.Files)
        {
            var document = Make(file, order, originals, now);
            context.Documents.Add(document);
            context.Enqueue(document, now);
            documents.Add(document);
        }

        await context.SaveChangesAsync(cancellationToken);
        return new UploadReceipt(order.Batch, [.. documents.Select(UploadedDocument.Of)]);
    }

    private Document Make(UploadedFile file, DocumentOrder order, Dictionary<string, DocumentId> originals, DateTimeOffset now)
    {
        // Sent, not found somewhere: each upload is a place of its own.
        var place = $"upload/{Guid.CreateVersion7():N}";
        if (file.Content is not { } content)
        {
            return Document.Unreadable(database.Tenant, file.Name, place, file.Failure ?? DocumentFailures.Unreadable, order, now);
        }

        var source = new SourceFile(file.Name, place, content.Sha256, content.SizeBytes);
        if (originals.TryGetValue(content.Sha256, out var original))
        {
            return Document.Duplicate(database.Tenant, source, original, order, now);
        }

        var document = Document.Receive(database.Tenant, source, order, now);
        originals.Add(content.Sha256, document.Id);
        return document;
    }

    // Locked against deletion until the commit: a duplicate of what is just being deleted would have no result.
    private async Task<Dictionary<string, DocumentId>> OriginalsAsync(PipelineContext context, Upload upload, CancellationToken cancellationToken)
    {
        var hashes = upload.Files.Select(file => file.Content?.Sha256).OfType<string>().Distinct().ToArray();
        var originals = await context.Documents.FromSql($"""
            select * from documents
            where tenant_id = {database.Tenant.Value} and sha256 = any({hashes}) and duplicate_of is null and schema = {upload.Order.Schema}
            for key share
            """).AsNoTracking().ToListAsync(cancellationToken);
        return originals.ToDictionary(document => document.Sha256!, document => document.Id, StringComparer.Ordinal);
    }

    // Last in the transaction: uploads of one key wait for each other here.
    private async Task<bool> CountAsync(PipelineContext context, UsageLimit limit, long documents, long bytes, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(database.Clock.GetUtcNow().UtcDateTime);
        var mostDocuments = limit.DailyDocuments ?? long.MaxValue;
        var mostBytes = limit.DailyBytes ?? long.MaxValue;
        return await context.Database.ExecuteSqlAsync($"""
            insert into api_usage as u (key_id, day, tenant_id, documents, bytes)
            select {limit.KeyId}, {today}, {database.Tenant.Value}, {documents}, {bytes} where {documents} <= {mostDocuments} and {bytes} <= {mostBytes}
            on conflict (key_id, day) do update set documents = u.documents + excluded.documents, bytes = u.bytes + excluded.bytes
            where u.documents + excluded.documents <= {mostDocuments} and u.bytes + excluded.bytes <= {mostBytes}
            """, cancellationToken) == 1;
    }

    /// <summary>What was placed for an upload that was not accepted goes again, unless another document has the same content.</summary>
    private async Task ForgetAsync(Upload upload)
    {
        var placed = upload.Files.Where(file => file.Content?.IsPlaced == true).Select(file => file.Content!.Sha256).Distinct().ToArray();
        if (placed.Length == 0)
        {
            return;
        }

        try
        {
            // No cancellation: that the client went away is why this runs.
            await _removals.RequestAsync(placed, CancellationToken.None);
            await _removals.RunAsync(CancellationToken.None);
        }
        catch (Exception e) when (DatabaseOutage.Is(e))
        {
            // The commit may have succeeded without our hearing of it, so the blob has to stay; content that is sent again finds it.
        }
    }
}
