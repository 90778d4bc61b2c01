using Pipeline.Domain.Documents;
using Pipeline.Domain.Results;

namespace Pipeline.Storage.Webhooks;

/// <summary>An event to send, and what it tells.</summary>
/// <param name="Delivery">Its row as claimed: the number of attempts is the right to write the outcome.</param>
/// <param name="Document">As it stands now; null once it was deleted.</param>
/// <param name="Result">The result line, where the receiver wants it and it is still there.</param>
public sealed record ClaimedDelivery(WebhookDelivery Delivery, Webhook Webhook, Document? Document, string? Result)
{
    public Uri Target { get; } = new(Delivery.Callback ?? Webhook.Url ?? throw new InvalidOperationException("A delivery has no address."));

    /// <summary>The result's status that the event stands for; null for a correction, whose result says it.</summary>
    public ResultStatus? Status => Delivery.Event switch
    {
        WebhookEvent.ReviewNeeded => ResultStatus.Review,
        WebhookEvent.Completed => ResultStatus.Accepted,
        WebhookEvent.Failed => ResultStatus.Failed,
        WebhookEvent.Duplicate => ResultStatus.Duplicate,
        WebhookEvent.Corrected => null,
    };
}
