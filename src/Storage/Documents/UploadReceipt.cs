using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Documents;

/// <summary>What an upload became: committed, all of it.</summary>
public sealed record UploadReceipt(BatchId? Batch, IReadOnlyList<UploadedDocument> Documents);
