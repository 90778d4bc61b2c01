namespace Pipeline.Cli.Benchmarks.Throughput;

/// <summary>Uploads that were sent by the clock, whether the ones before were answered or not.</summary>
/// <param name="Notify">Whether the processes told each other of messages by NOTIFY.</param>
/// <param name="UploadSeconds">From when each was due to when its answer was read.</param>
/// <param name="ThroughSeconds">From when the API took each document to when its result was delivered.</param>
/// <param name="Refused">Answers other than 202.</param>
/// <param name="Seconds">In which they were sent.</param>
/// <param name="Cpu">Until the last was delivered.</param>
internal sealed record PacedRound(bool Notify, IReadOnlyList<double> UploadSeconds, IReadOnlyList<double> ThroughSeconds, int Refused, double Seconds, CpuReading Cpu)
{
    public double PerSecond => UploadSeconds.Count / Seconds;

    public double ServiceMilliseconds => 1000 * Cpu.Service / UploadSeconds.Count;
}
