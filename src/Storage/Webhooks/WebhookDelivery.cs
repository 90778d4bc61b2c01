using System.Security.Cryptography;
using System.Text;
using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Webhooks;

/// <summary>One event for one receiver.</summary>
public sealed class WebhookDelivery
{
    private WebhookDelivery()
    {
    }

    public Guid Id { get; private set; }

    public TenantId TenantId { get; private set; }

    public Guid WebhookId { get; private set; }

    public DocumentId DocumentId { get; private set; }

    public int ClaimNumber { get; private set; }

    public int Revision { get; private set; }

    public string? PipelineVersion { get; private set; }

    public WebhookEvent Event { get; private set; }

    public string? Callback { get; private set; }

    public string TargetKey { get; private set; } = "";

    public string Host { get; private set; } = "";

    public WebhookDeliveryState State { get; private set; }

    /// <summary>How often it was sent, this time included.</summary>
    public int Attempts { get; private set; }

    public DateTimeOffset OccurredAt { get; private set; }

    public DateTimeOffset NextAttemptAt { get; private set; }

    public DateTimeOffset GiveUpAt { get; private set; }

    public DateTimeOffset? LeaseUntil { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public int? LastStatus { get; private set; }

    public string? LastReason { get; private set; }

    internal static string KeyOf(Guid webhook, string? callback) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(callback is null ? $"webhook {webhook:N}" : $"callback {callback}")));
}
