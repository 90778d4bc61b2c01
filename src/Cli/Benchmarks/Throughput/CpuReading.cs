namespace Pipeline.Cli.Benchmarks.Throughput;

/// <summary>CPU seconds by who spent them: user and kernel mode.</summary>
/// <param name="Roles">Processes of the service.</param>
/// <param name="Readers">Their children: programs that read PDF files and pictures.</param>
/// <param name="Postgres">The server with all its processes; null where it does not run on this machine.</param>
/// <param name="Broker">Null where there is none, or it does not run on this machine.</param>
/// <param name="Clients">The command itself: it sends the documents and looks whether they are done.</param>
internal sealed record CpuReading(double Roles, double Readers, double? Postgres, double? Broker, double Clients)
{
    /// <summary>All that a document costs; not what its sender pays.</summary>
    public double Service => Roles + Readers + (Postgres ?? 0) + (Broker ?? 0);

    public static CpuReading operator -(CpuReading after, CpuReading before) =>
        new(after.Roles - before.Roles, after.Readers - before.Readers, after.Postgres - before.Postgres, after.Broker - before.Broker, after.Clients - before.Clients);
}
