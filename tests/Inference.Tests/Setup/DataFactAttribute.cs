namespace Pipeline.Inference.Tests.Setup;

/// <summary>A test on real contracts: skipped where they are absent, except where their absence must not pass unseen.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DataFactAttribute : FactAttribute
{
    public DataFactAttribute()
    {
        if (!Installation.Required && !Directory.Exists(Installation.ContractTexts))
        {
            Skip = "The contracts are absent: set PIPELINE_DATA to their folder.";
        }
    }
}
