namespace Pipeline.Storage.Invariants;

public sealed record InvariantOptions
{
    /// <summary>What is due for longer than this is taken for forgotten: five minutes cover a restart of every role, and a broker that comes back slowly.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary><c>Pipeline:Sweep:Silence</c> of the roles: until then a message is taken to be on its way.</summary>
    public TimeSpan SweepSilence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many blobs, chosen at random, are read and hashed anew. All are looked for.</summary>
    public int HashedBlobs { get; init; } = 100;
}
