namespace Pipeline.Storage.Webhooks;

/// <summary>What a receiver is told of. Persisted as snake_case text, and sent as <c>document.review_needed</c> and so on.</summary>
public enum WebhookEvent
{
    /// <summary>Read; some values are for a person to look at.</summary>
    ReviewNeeded,

    /// <summary>Read, and everything accepted.</summary>
    Completed,

    /// <summary>A later revision took the place of what was told before.</summary>
    Corrected,

    /// <summary>It ended without a result.</summary>
    Failed,

    /// <summary>The same content as another document, which carries the result: who sent it waits for an answer all the same.</summary>
    Duplicate,
}
