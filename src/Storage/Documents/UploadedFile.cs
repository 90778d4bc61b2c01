using Pipeline.Domain.Documents;
using Pipeline.Storage.Blobs;

namespace Pipeline.Storage.Documents;

/// <summary>One document of an upload: its content, staged, or why it has none.</summary>
public sealed record UploadedFile(string Name, StagedBlob? Content, DocumentFailure? Failure);
