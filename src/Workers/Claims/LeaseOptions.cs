namespace Pipeline.Workers.Claims;

/// <summary>How long a claim holds without a sign of life (reliability.md).</summary>
public sealed record LeaseOptions
{
    /// <summary>A dead worker's documents are free again after this.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A third of the lease: two heartbeats may be lost.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(10);
}
