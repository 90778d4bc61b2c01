namespace Pipeline.Chaos.Tests.Faults;

/// <summary>What a relay does to the connections that go through it.</summary>
internal sealed record Fault
{
    public static Fault None { get; } = new();

    /// <summary>Each piece of data arrives so much later, in both directions.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Of each connection and direction; null for no limit.</summary>
    public int? BytesPerSecond { get; init; }

    /// <summary>Connections stay open and nothing goes through any more, as when a firewall drops packets: new ones are accepted, and say nothing.</summary>
    public bool Silent { get; init; }

    /// <summary>Nobody is let in, and whoever is in is thrown out.</summary>
    public bool Refuses { get; init; }

    /// <summary>All connections are reset so often; null for never.</summary>
    public TimeSpan? ResetEvery { get; init; }
}
