using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Webhooks;

/// <summary>A receiver of events.</summary>
public sealed class Webhook
{
    private Webhook()
    {
    }

    public Guid Id { get; private set; }

    public TenantId TenantId { get; private set; }

    /// <summary>Null for the row that signs the callbacks of documents.</summary>
    public string? Url { get; private set; }

    /// <summary>Names of <see cref="WebhookEvent"/> in snake case; none stands for all.</summary>
    public string[] Events { get; private set; } = [];

    /// <summary>The whole result is in the message, not only where to get it.</summary>
    public bool IncludeResult { get; private set; }

    /// <summary><c>whsec_</c> and base64 (Standard Webhooks 1.0).</summary>
    public string Secret { get; private set; } = "";

    public string? PreviousSecret { get; private set; }

    public DateTimeOffset? PreviousUntil { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? FailingSince { get; private set; }

    public DateTimeOffset? DisabledAt { get; private set; }

    public string? DisabledBecause { get; private set; }

    public DateTimeOffset? RemovedAt { get; private set; }

    public static Webhook Add(TenantId tenant, string? url, IReadOnlyList<string> events, bool includeResult, (string Secret, DateTimeOffset Now) made) => new()
    {
        Id = Guid.CreateVersion7(),
        TenantId = tenant,
        Url = url,
        Events = [.. events],
        IncludeResult = includeResult,
        Secret = made.Secret,
        CreatedAt = made.Now,
    };

    /// <summary>Secrets that sign now, the newest first.</summary>
    public IReadOnlyList<string> SecretsAt(DateTimeOffset now) =>
        PreviousSecret is { } previous && PreviousUntil > now ? [Secret, previous] : [Secret];

    /// <summary>The old one signs as well for as long as <paramref name="overlap"/>.</summary>
    internal void Change(string secret, TimeSpan overlap, DateTimeOffset now)
    {
        (PreviousSecret, PreviousUntil) = (Secret, now + overlap);
        Secret = secret;
    }

    internal void Enable()
    {
        (DisabledAt, DisabledBecause, FailingSince) = (null, null, null);
    }

    internal void Remove(DateTimeOffset now)
    {
        RemovedAt = now;
        (Secret, PreviousSecret, PreviousUntil) = ("", null, null);
    }
}
