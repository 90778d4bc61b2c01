namespace Pipeline.Storage.Webhooks;

public enum SendResult
{
    Delivered,

    /// <summary>Worth another try.</summary>
    Failed,

    /// <summary>Another try would be refused alike.</summary>
    Refused,

    /// <summary>The receiver answered 410: it wants nothing any more.</summary>
    Gone,
}
