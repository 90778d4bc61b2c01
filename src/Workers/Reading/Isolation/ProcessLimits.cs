namespace Pipeline.Workers.Reading.Isolation;

/// <summary>What a child may use before it is killed.</summary>
public sealed record ProcessLimits
{
    /// <summary>1 GiB: ordinary contracts take under 100 MiB, and several readers run side by side on a laptop.</summary>
    public long AddressSpaceBytes { get; init; } = 1L << 30;

    /// <summary>20 s: a contract takes well under one, so this hits only files that loop. Whole seconds; the kernel counts no finer.</summary>
    public TimeSpan Cpu { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>30 s: leaves a busy machine time to give the child its 20 CPU-seconds, and ends a child that waits for something.</summary>
    public TimeSpan Wall { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>128 MiB of standard output.</summary>
    public long OutputBytes { get; init; } = 128L << 20;

    /// <summary>64 KiB of standard error are kept, for telling failures apart; the rest is read and thrown away.</summary>
    public int ErrorBytes { get; init; } = 64 << 10;

    /// <summary>No byte: readers write to their pipes only, so a file growing is an attack.</summary>
    public long FileSizeBytes { get; init; }

    /// <summary>64: a reader needs its file, its fonts and its pipes.</summary>
    public int OpenFiles { get; init; } = 64;
}
