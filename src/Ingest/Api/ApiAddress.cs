using Pipeline.Domain.Documents;

namespace Pipeline.Ingest.Api;

/// <summary>Addresses as answers give them: paths, since a proxy may stand in between.</summary>
internal static class ApiAddress
{
    public static string Document(DocumentId id) => $"{UploadApi.Root}/documents/{id}";

    public static string Batch(BatchId id) => $"{UploadApi.Root}/batches/{id}";
}
