namespace Pipeline.Cli.Tests.Repository;

/// <summary>A test that needs a program of the machine: skipped where it is absent, but run, and so failed, where CI=true.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsProgramFactAttribute : FactAttribute
{
    public NeedsProgramFactAttribute(string program)
    {
        Program = program;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, program))) && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = $"{program} is not installed.";
        }
    }

    public string Program { get; }
}
