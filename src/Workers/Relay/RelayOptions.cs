namespace Pipeline.Workers.Relay;

/// <summary>Settings under <c>Pipeline:Relay</c>.</summary>
public sealed record RelayOptions
{
    /// <summary>At the latest after this the outbox is looked at, whether anybody said so or not.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The same while there is work: messages of other processes come in between.</summary>
    public TimeSpan Busy { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long the broker may take to confirm a message: one that answers at all does so in milliseconds. Doubled with each failure in a row, four times at most.</summary>
    public TimeSpan Confirm { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether processes tell each other of new messages by LISTEN and NOTIFY. Without, the relay finds them within <see cref="Idle"/>. Null: where the database is not embedded.</summary>
    public bool? Notify { get; init; }

    /// <summary>All that is wrong with these settings, naming each key; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems() =>
    [
        .. Problem(nameof(Idle), Idle >= TimeSpan.FromMilliseconds(10) && Idle <= TimeSpan.FromMinutes(1), "10 ms to a minute"),
        .. Problem(nameof(Busy), Busy >= TimeSpan.FromMilliseconds(10) && Busy <= Idle, "10 ms to Pipeline:Relay:Idle"),
        .. Problem(nameof(Confirm), Confirm >= TimeSpan.FromMilliseconds(100) && Confirm <= TimeSpan.FromMinutes(1), "100 ms to a minute"),
    ];

    private static IEnumerable<string> Problem(string key, bool good, string needed) => good ? [] : [$"Pipeline:Relay:{key} has to be {needed}."];
}
