using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Webhooks;

/// <summary>An event that was given up.</summary>
public sealed record DeadLetter(Guid Id, Guid Webhook, string? Url, DocumentId Document, WebhookEvent Event, DateTimeOffset EndedAt, int Attempts, int? LastStatus, string? LastReason);
