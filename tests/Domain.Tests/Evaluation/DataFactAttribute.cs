namespace Pipeline.Domain.Tests.Evaluation;

/// <summary>A test on the real contracts: skipped where they are absent, except where their absence must not pass unseen.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class DataFactAttribute : FactAttribute
{
    public DataFactAttribute()
    {
        if (!Required && !File.Exists(SharedData.KleisterExpected))
        {
            Skip = "The contracts are absent: set PIPELINE_DATA to their folder.";
        }
    }

    protected static bool Required { get; } =
        Environment.GetEnvironmentVariable("CI") == "true" || Environment.GetEnvironmentVariable("PIPELINE_DATA_REQUIRED") == "1";
}
