namespace Pipeline.Workers.Claims;

/// <summary>Settings under <c>Pipeline:Lease</c>: how long a claim holds without a sign of life .</summary>
public sealed record LeaseOptions
{
    /// <summary>A dead worker's documents are free again after this.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A third of the lease: two heartbeats may be lost.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>All that is wrong with these settings, naming each key; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems() =>
    [
        .. Lease < TimeSpan.FromSeconds(1) || Lease > TimeSpan.FromHours(1) ? ["Pipeline:Lease:Lease has to be 1 s to an hour."] : (string[])[],
        .. Heartbeat < TimeSpan.FromMilliseconds(100) || Heartbeat * 2 > Lease ? ["Pipeline:Lease:Heartbeat has to be at least 0.1 s and at most half of Pipeline:Lease:Lease."] : (string[])[],
    ];
}
