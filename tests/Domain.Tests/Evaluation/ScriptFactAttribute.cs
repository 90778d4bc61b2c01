namespace Pipeline.Domain.Tests.Evaluation;

/// <summary>A test that runs a Python script on the real contracts.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ScriptFactAttribute : DataFactAttribute
{
    public ScriptFactAttribute()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!Required && !folders.Any(folder => File.Exists(Path.Combine(folder, "python3"))))
        {
            Skip ??= "python3 is absent.";
        }
    }
}
