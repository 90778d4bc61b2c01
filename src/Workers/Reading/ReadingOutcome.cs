using Pipeline.Domain.Documents;
using Pipeline.Domain.Layout;

namespace Pipeline.Workers.Reading;

/// <summary>How reading a document ended: <see cref="Succeeded"/> or <see cref="Failed"/>, never anything else.</summary>
public abstract record ReadingOutcome
{
    private ReadingOutcome(double cpuSeconds) => CpuSeconds = cpuSeconds;

    /// <summary>CPU time of the reader's children, whatever came of it: it is booked as cost.</summary>
    public double CpuSeconds { get; }

    public sealed record Succeeded(DocumentLayout Layout, double Cpu) : ReadingOutcome(Cpu);

    /// <summary>The document cannot be read, and trying again would not help.</summary>
    public sealed record Failed(DocumentFailure Failure, double Cpu) : ReadingOutcome(Cpu);
}
