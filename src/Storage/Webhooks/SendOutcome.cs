namespace Pipeline.Storage.Webhooks;

/// <summary>What came of sending an event once.</summary>
/// <param name="Status">The receiver's HTTP status; null where none came.</param>
/// <param name="Reason">A word for people and for the table: never what the receiver wrote.</param>
public sealed record SendOutcome(SendResult Result, int? Status, string Reason)
{
    /// <summary>The receiver asks not to be asked before (Retry-After).</summary>
    public TimeSpan? RetryAfter { get; init; }
}
