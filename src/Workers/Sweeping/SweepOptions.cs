namespace Pipeline.Workers.Sweeping;

/// <summary>Settings under <c>Pipeline:Sweep</c>.</summary>
public sealed record SweepOptions
{
    /// <summary>10 s: a killed worker's document waits at most this longer than its lease.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A document that waits and of which nothing was heard for this long is enqueued again: longer than a message needs in a short queue; for long ones the pause doubles each time.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>At most so many are enqueued again in a sweep, so that no transaction is long.</summary>
    public int AtOnce { get; init; } = 1000;

    /// <summary>How long published messages and receipts are kept: far longer than a broker keeps a message back.</summary>
    public TimeSpan KeepMessages { get; init; } = TimeSpan.FromDays(3);

    /// <summary>Everything that waits is enqueued at the start: the in-memory broker forgot all.</summary>
    public bool AllAtStart { get; init; }

    /// <summary>All that is wrong with these settings, naming each key; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems() =>
    [
        .. Problem(nameof(Every), Every >= TimeSpan.FromMilliseconds(100) && Every <= TimeSpan.FromHours(1), "0.1 s to an hour"),
        .. Problem(nameof(Silence), Silence >= TimeSpan.FromSeconds(1) && Silence <= TimeSpan.FromDays(1), "1 s to a day"),
        .. Problem(nameof(AtOnce), AtOnce is >= 1 and <= 100_000, "1 to 100000"),
        .. Problem(nameof(KeepMessages), KeepMessages >= TimeSpan.FromHours(1), "at least an hour"),
    ];

    private static IEnumerable<string> Problem(string key, bool good, string needed) => good ? [] : [$"Pipeline:Sweep:{key} has to be {needed}."];
}
