using Pipeline.Domain.Documents;
using Pipeline.Storage.Access;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;

namespace Pipeline.Ingest.Api;

/// <summary>What the endpoints work on, as the tenant of a request sees it.</summary>
internal sealed class ApiStores(PipelineDatabase database, TenantBlobs blobs)
{
    public DocumentViews Views(TenantId tenant) => new(database.For(tenant));

    public DocumentUploads Uploads(TenantId tenant) => new(database.For(tenant), blobs);

    public DocumentIntake Intake(TenantId tenant) => new(database.For(tenant));

    public DocumentDeletion Deletion(TenantId tenant) => new(database.For(tenant));

    public KeptAnswers Answers(TenantId tenant) => new(database.For(tenant));

    public ApiKeys Keys(TenantId tenant) => new(database.For(tenant));

    public BlobStore Blobs(TenantId tenant) => blobs.Of(tenant);

    /// <summary>Of all tenants.</summary>
    public BlobRemovals Removals { get; } = new(database, blobs);

    public ApiKeys AllKeys { get; } = new(database);

    public KeptAnswers AllAnswers { get; } = new(database);

    public DocumentStates States { get; } = new(database);

    /// <summary>Where blobs go.</summary>
    public long FreeBytes() => blobs.FreeBytes();
}
