namespace Pipeline.Storage.Webhooks;

/// <summary>Persisted as lower-case text.</summary>
public enum WebhookDeliveryState
{
    Waiting,

    /// <summary>The receiver answered with a 2xx.</summary>
    Delivered,

    /// <summary>Given up: tried for a day, or refused for good. Waits to be replayed by a person.</summary>
    Dead,
}
