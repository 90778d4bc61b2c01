using System.Net;

namespace Pipeline.Workers.Delivery.Webhooks;

/// <summary>Settings under <c>Pipeline:Webhooks</c>.</summary>
public sealed record WebhookOptions
{
    /// <summary>Networks of in-house receivers, such as <c>10.1.0.0/16</c>: addresses in them may be told although they are not public, and over plain http.</summary>
    public IReadOnlyList<string> AllowedNetworks { get; init; } = [];

    /// <summary>10 s for name, connection and answer: a receiver is to note the event and answer, not to work on it.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>4 at once to one host of one tenant: a host that never answers holds up four sends and no more.</summary>
    public int PerHost { get; init; } = 4;

    /// <summary>32 at once for one tenant: many hosts that never answer hold up their own tenant alone.</summary>
    public int PerTenant { get; init; } = 32;

    /// <summary>256 at once in all: each is little more than an open connection.</summary>
    public int InFlight { get; init; } = 256;

    /// <summary>30 days: long enough to see why an event did not come, or came twice.</summary>
    public TimeSpan KeepDelivered { get; init; } = TimeSpan.FromDays(30);

    /// <summary>All that is wrong with these settings, naming each key; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems() =>
    [
        .. AllowedNetworks.Index().Where(network => !IPNetwork.TryParse(network.Item, out _))
            .Select(network => $"Pipeline:Webhooks:AllowedNetworks:{network.Index} has to be a network such as 10.1.0.0/16 or fd00:1::/32."),
        .. Problem(nameof(Timeout), Timeout >= TimeSpan.FromMilliseconds(100) && Timeout <= TimeSpan.FromMinutes(1), "between 0.1 s and a minute"),
        .. Problem(nameof(PerHost), PerHost is >= 1 and <= 100, "between 1 and 100"),
        .. Problem(nameof(PerTenant), PerTenant is >= 1 and <= 1000, "between 1 and 1000"),
        .. Problem(nameof(InFlight), InFlight is >= 1 and <= 10_000, "between 1 and 10000"),
        .. Problem(nameof(KeepDelivered), KeepDelivered >= TimeSpan.FromDays(1), "at least a day"),
    ];

    private static IEnumerable<string> Problem(string key, bool good, string needed) =>
        good ? [] : [$"Pipeline:Webhooks:{key} has to be {needed}."];
}
