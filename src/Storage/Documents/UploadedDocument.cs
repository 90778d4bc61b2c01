using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Documents;

/// <summary>A document as it was accepted.</summary>
public sealed record UploadedDocument(DocumentId Id, string Name, DocumentStage Stage, string? Sha256, long? SizeBytes)
{
    public DocumentId? DuplicateOf { get; init; }

    public DocumentFailure? Failure { get; init; }

    internal static UploadedDocument Of(Document document) => new(document.Id, document.Name, document.Stage, document.Sha256, document.SizeBytes)
    {
        DuplicateOf = document.DuplicateOf,
        Failure = document.Failure,
    };
}
