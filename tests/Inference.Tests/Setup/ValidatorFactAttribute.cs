namespace Pipeline.Inference.Tests.Setup;

/// <summary>A test that validates JSON with ajv under Node: skipped where it is not installed, except where its absence must not pass unseen.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ValidatorFactAttribute : FactAttribute
{
    public ValidatorFactAttribute()
    {
        if (!Installation.Required && !File.Exists(Installation.SchemaLibrary))
        {
            Skip = "ajv is not installed: run `npm ci --ignore-scripts` in the checkout.";
        }
    }
}
