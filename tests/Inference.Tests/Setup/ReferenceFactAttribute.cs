namespace Pipeline.Inference.Tests.Setup;

/// <summary>A test on the reference passages: skipped where they are absent, except where their absence must not pass unseen.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReferenceFactAttribute : FactAttribute
{
    public ReferenceFactAttribute()
    {
        if (!Installation.Required && !File.Exists(Installation.ReferencePassages))
        {
            Skip = "The reference passages are absent: set PIPELINE_DATA to the folder beside theirs.";
        }
    }
}
