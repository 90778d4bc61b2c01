using Pipeline.Storage.Tests;

namespace Pipeline.Ingest.Tests.Api;

/// <summary>Needs a real server and a program of the machine; skipped where one of them is absent, but for CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadmeFactAttribute : FactAttribute
{
    public ReadmeFactAttribute(string program)
    {
        Program = program;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        var isThere = folders.Any(folder => File.Exists(Path.Combine(folder, program))) || Environment.GetEnvironmentVariable("CI") == "true";
        Skip = isThere ? new PostgresFactAttribute().Skip : $"{program} is not installed.";
    }

    public string Program { get; }
}
