using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Database;

/// <summary>What was delivered for a document: <see cref="Content"/> is the line of results.jsonl.</summary>
public sealed class ResultRevision
{
    private ResultRevision()
    {
    }

    public Guid Id { get; private set; }

    public TenantId TenantId { get; private set; }

    public DocumentId DocumentId { get; private set; }

    public string PipelineVersion { get; private set; } = "";

    public int Revision { get; private set; }

    public string Content { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    internal static ResultRevision First(TenantId tenant, DocumentId document, FinalResult result, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        TenantId = tenant,
        DocumentId = document,
        PipelineVersion = result.PipelineVersion,
        Revision = 1,
        Content = result.Json,
        CreatedAt = now,
    };

    internal void Replace(FinalResult result, DateTimeOffset now)
    {
        Content = result.Json;
        CreatedAt = now;
    }

    /// <summary>The document that carried it was deleted; its oldest duplicate carries it now.</summary>
    internal void MoveTo(DocumentId heir, string content)
    {
        DocumentId = heir;
        Content = content;
    }
}
