using Pipeline.Inference;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>Interactive passages on an idle engine and on one that bulk documents fill, in turn.</summary>
/// <param name="Idle">Time from asking to the reading.</param>
/// <param name="Busy">The same, with bulk documents.</param>
/// <param name="Waits">From the queue to a lane, with bulk documents.</param>
/// <param name="StepSeconds">A step's mean time on the busy engine.</param>
/// <param name="BulkRate">Bulk documents' tokens a second with interactive passages coming in.</param>
/// <param name="BulkAloneRate">The same without any.</param>
internal sealed record WaitingFigures(IReadOnlyList<TimeSpan> Idle, IReadOnlyList<TimeSpan> Busy, IReadOnlyList<PassageWait> Waits, double StepSeconds, double BulkRate, double BulkAloneRate)
{
    public static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
