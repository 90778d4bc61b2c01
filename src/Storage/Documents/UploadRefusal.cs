namespace Pipeline.Storage.Documents;

/// <summary>Why an upload was not accepted. Nothing of it was kept.</summary>
public enum UploadRefusal
{
    /// <summary>The tenant has no such batch.</summary>
    UnknownBatch,

    /// <summary>The key sent as much as it may in a day.</summary>
    QuotaUsedUp,

    /// <summary>Another request with the same idempotency key took over while this one stood still.</summary>
    HoldLost,
}
