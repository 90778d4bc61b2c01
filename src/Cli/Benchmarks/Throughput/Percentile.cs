namespace Pipeline.Cli.Benchmarks.Throughput;

/// <summary>Percentiles by the nearest rank: a value that was measured, never one between two.</summary>
internal static class Percentile
{
    /// <param name="values">At least one.</param>
    /// <param name="percent">Above 0, up to 100.</param>
    public static double Of(IEnumerable<double> values, double percent)
    {
        double[] sorted = [.. values.Order()];
        return sorted[Math.Clamp((int)Math.Ceiling(percent / 100 * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
