namespace Pipeline.Cli.Benchmarks.Throughput;

/// <summary>Documents that were sent as fast as the API took them, from the first upload to the last delivery.</summary>
/// <param name="Filled">Whether the tables were full of others.</param>
/// <param name="Seconds">On the clock.</param>
/// <param name="Cpu">Of all that took part.</param>
/// <param name="ScannedRows">Rows of tables that were read from start to end.</param>
internal sealed record BulkBlock(bool Filled, int Documents, double Seconds, CpuReading Cpu, long ScannedRows)
{
    public double PerSecond => Documents / Seconds;

    public double RolesMilliseconds => 1000 * (Cpu.Roles + Cpu.Readers) / Documents;

    public double? PostgresMilliseconds => 1000 * Cpu.Postgres / Documents;

    public double? BrokerMilliseconds => 1000 * Cpu.Broker / Documents;

    public double ServiceMilliseconds => 1000 * Cpu.Service / Documents;
}
