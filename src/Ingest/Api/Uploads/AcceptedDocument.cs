using Pipeline.Domain.Documents;
using Pipeline.Storage.Documents;

namespace Pipeline.Ingest.Api.Uploads;

/// <summary>A document that was accepted: it is on disk, and its row is committed.</summary>
internal sealed record AcceptedDocument
{
    /// <summary>Key of the document.</summary>
    public required Guid Id { get; init; }

    /// <summary>The sender's name for it, cleaned; for what was inside of an archive or mail, with the container's name before it.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands: received, or duplicate or failed at once.</summary>
    public required DocumentStage Stage { get; init; }

    /// <summary>SHA-256 of its content in lower-case hex.</summary>
    public required string? Sha256 { get; init; }

    /// <summary>Bytes.</summary>
    public required long? SizeBytes { get; init; }

    /// <summary>The document with the same content, which carries the result.</summary>
    public required Guid? DuplicateOf { get; init; }

    /// <summary>Why a part of an archive or mail cannot be read.</summary>
    public required DocumentFailure? Failure { get; init; }

    /// <summary>Where to ask for it.</summary>
    public required string StatusUrl { get; init; }

    public static AcceptedDocument Of(UploadedDocument document) => new()
    {
        Id = document.Id.Value,
        Name = document.Name,
        Stage = document.Stage,
        Sha256 = document.Sha256,
        SizeBytes = document.SizeBytes,
        DuplicateOf = document.DuplicateOf?.Value,
        Failure = document.Failure,
        StatusUrl = ApiAddress.Document(document.Id),
    };
}
