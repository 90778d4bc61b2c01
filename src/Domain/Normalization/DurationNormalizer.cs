namespace Pipeline.Domain.Normalization;

/// <summary>Durations to "2 years" and ISO 8601 <c>P2Y</c>.</summary>
public static class DurationNormalizer
{
    /// <summary>The duration that a value holds; a value with none or with several different ones has no normal form.</summary>
    public static NormalForm Normalize(string value)
    {
        var found = DurationFinder.FindAll(value);
        if (found.Count == 0 || found.Any(one => one.Duration != found[0].Duration))
        {
            return NormalForm.Failed(value, NormalizationProblem.NotRecognized);
        }

        return found[0].Duration is { } duration
            ? new NormalForm { Key = duration.Text, Text = duration.Text, Iso = duration.Iso }
            : NormalForm.Failed(value, NormalizationProblem.NumbersDisagree);
    }
}
