namespace Pipeline.Cli.Benchmarks.Throughput;

/// <summary>Reads the CPU time of all that take part.</summary>
/// <param name="postmaster">Null where the database server is not on this machine.</param>
/// <param name="broker">Null where there is none on this machine.</param>
internal sealed class CpuMeter(int? postmaster, int? broker)
{
    public CpuReading Read(IReadOnlyList<int> roles)
    {
        var parents = ProcessTree.Parents();
        var own = roles.Select(ProcessTree.Times).ToArray();
        return new CpuReading(own.Sum(times => times.Own), own.Sum(times => times.Children), Family(postmaster, parents), Family(broker, parents), ProcessTree.Times(Environment.ProcessId).Own);
    }

    /// <summary>A process that ended is counted in its parent, which waited for it.</summary>
    private static double? Family(int? process, Dictionary<int, int> parents) => process is { } root
        ? ProcessTree.Family(root, parents).Select(ProcessTree.Times).Sum(times => times.Own + times.Children)
        : null;
}
