using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Pipeline.Domain.Documents;
using Pipeline.Domain.Results;
using Pipeline.Storage.Database;
using Pipeline.Storage.Messages;

namespace Pipeline.Storage.Documents;

/// <summary>Takes documents away for good. The row and what it cost stay for the books; name, content, layout and results go.</summary>
public sealed class DocumentDeletion(PipelineDatabase database)
{
    /// <summary>Deletes a document. Its blobs are noted for <see cref="BlobRemovals"/>, which leaves what another document needs.
    /// Where others are duplicates of it, the oldest takes its place, with its results under its own name.</summary>
    /// <returns>False where there is no such document, or it was deleted before.</returns>
    public async Task<bool> DeleteAsync(DocumentId id, CancellationToken cancellationToken)
    {
        var now = database.Clock.GetUtcNow();
        await using var context = database.CreateContext();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var document = await context.LockDocumentAsync(database.Tenant, id, cancellationToken);
        if (document is null or { Stage: DocumentStage.Deleted })
        {
            return false;
        }

        if (document.ClaimedBy is not null)
        {
            // Its worker finds its claim lost.
            await context.EndAttemptAsync(id, document.ClaimNumber, AttemptOutcome.Released, null, now, cancellationToken);
        }

        var standing = (document.Stage, LayoutOf(document));
        var (version, failure) = (document.PipelineVersion, document.Failure);
        string[] hashes = [.. new[] { document.Sha256, document.LayoutSha256 }.OfType<string>()];
        document.Delete(now);
        context.Enqueue(document, now);
        // Before the heir: two originals of one content are not allowed, not even for a moment.
        await context.SaveChangesAsync(cancellationToken);
        var heir = await HeirAsync(context, id, cancellationToken);
        if (heir is null)
        {
            await DropResultsAsync(context, id, cancellationToken);
        }
        else
        {
            heir.TakeOver(standing, version, failure, now);
            await MoveResultsAsync(context, id, heir, cancellationToken);
            context.Enqueue(heir, now);
        }

        await BlobRemovals.RequestAsync(context, database, hashes, cancellationToken);
        await context.SaveChangesAsync(cancellationToken);
        // Checkpoint: killed before this commit, nothing happened; after it, the blobs are noted, and go at the next removal.
        await transaction.CommitAsync(CancellationToken.None);
        database.Signal.Raise();
        return true;
    }

    private async Task<Document?> HeirAsync(PipelineContext context, DocumentId deleted, CancellationToken cancellationToken)
    {
        var heirs = await context.Documents
            .FromSql($"select * from documents where duplicate_of = {deleted.Value} and tenant_id = {database.Tenant.Value} order by id limit 1 for update")
            .ToListAsync(cancellationToken);
        return heirs.SingleOrDefault();
    }

    private static async Task DropResultsAsync(PipelineContext context, DocumentId id, CancellationToken cancellationToken)
    {
        await context.Database.ExecuteSqlAsync($"update cost_entries c set result_id = null from results r where c.result_id = r.id and r.document_id = {id.Value}", cancellationToken);
        await context.Results.Where(result => result.DocumentId == id).ExecuteDeleteAsync(cancellationToken);
    }

    private static async Task MoveResultsAsync(PipelineContext context, DocumentId id, Document heir, CancellationToken cancellationToken)
    {
        await context.Database.ExecuteSqlAsync($"update documents set duplicate_of = {heir.Id.Value} where duplicate_of = {id.Value} and id <> {heir.Id.Value}", cancellationToken);
        foreach (var result in await context.Results.Where(result => result.DocumentId == id).ToListAsync(cancellationToken))
        {
            result.MoveTo(heir.Id, Renamed(result.Content, heir));
        }
    }

    // The name and keys of what was deleted must not live on in the result of another.
    private static string Renamed(string content, Document heir)
    {
        if (JsonNode.Parse(content) is not JsonObject line)
        {
            return content;
        }

        line["document"] = heir.Name;
        line["id"] = heir.Id.Value;
        line["reference"] = heir.Reference;
        line["labels"] = new JsonObject(heir.Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
        return line.ToJsonString(ResultJson.Options);
    }

    private static LayoutReference? LayoutOf(Document document) =>
        document is { LayoutSha256: { } sha256, PageCount: { } pages, ReaderVersion: { } reader } ? new LayoutReference(sha256, pages, reader) : null;
}
