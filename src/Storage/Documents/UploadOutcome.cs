namespace Pipeline.Storage.Documents;

/// <summary>Either a receipt or a refusal.</summary>
public sealed record UploadOutcome(UploadReceipt? Receipt, UploadRefusal? Refusal);
