namespace Pipeline.Domain.Confidence;

/// <summary>ln(p / (1 − p)), finite also at 0 and 1.</summary>
internal static class Logit
{
    public static double Of(double probability)
    {
        var p = Math.Clamp(probability, 1e-6, 1 - 1e-6);
        return Math.Log(p / (1 - p));
    }
}
