using Pipeline.Storage.Documents;

namespace Pipeline.Ingest.Api.Uploads;

/// <summary>What an upload became. All of it is durable: whatever is killed now, it will be read.</summary>
internal sealed record UploadAnswer
{
    /// <summary>The document, where the upload is a single one; else null.</summary>
    public required Guid? Id { get; init; }

    /// <summary>The batch that the documents belong to, if any.</summary>
    public required Guid? BatchId { get; init; }

    /// <summary>Where to ask how it goes: the document, or the batch of several.</summary>
    public required string StatusUrl { get; init; }

    /// <summary>All documents of the upload.</summary>
    public required IReadOnlyList<AcceptedDocument> Documents { get; init; }

    public static UploadAnswer Of(UploadReceipt receipt, bool single)
    {
        var documents = receipt.Documents.Select(AcceptedDocument.Of).ToArray();
        return new UploadAnswer
        {
            Id = single ? documents[0].Id : null,
            BatchId = receipt.Batch?.Value,
            StatusUrl = !single && receipt.Batch is { } batch ? ApiAddress.Batch(batch) : documents[0].StatusUrl,
            Documents = documents,
        };
    }
}
