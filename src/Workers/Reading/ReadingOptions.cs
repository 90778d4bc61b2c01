using Pipeline.Workers.Reading.Isolation;

namespace Pipeline.Workers.Reading;

/// <summary>Settings under <c>Pipeline:Reading</c>.</summary>
public sealed record ReadingOptions
{
    /// <summary>200 MiB: scanned contracts of some hundred pages stay below; a larger file is an archive or an attack.</summary>
    public long MaxBytes { get; init; } = 200L << 20;

    /// <summary>2,000 pages: the longest contracts with annexes have some hundred, and one document must not hold the model for hours.</summary>
    public int MaxPages { get; init; } = 2000;

    /// <summary>128 MiB of what the reader writes, about a million words: 2,000 pages of dense text, and a layout of a few hundred MiB.</summary>
    public long MaxOutputBytes { get; init; } = 128L << 20;

    /// <summary>1 GiB for each reader: contracts take under 100 MiB, and several readers run side by side on a laptop.</summary>
    public long MaxMemoryBytes { get; init; } = 1L << 30;

    /// <summary>20 CPU-seconds for each of the reader's two steps: contracts take well under one, so this hits only files that loop.</summary>
    public TimeSpan MaxCpu { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>30 s for the whole document: leaves a busy machine time to give the reader its CPU-seconds.</summary>
    public TimeSpan MaxWall { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>All that is wrong with these settings, naming each key; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems() =>
    [
        .. Problem(nameof(MaxBytes), MaxBytes >= 1, "at least 1"),
        .. Problem(nameof(MaxPages), MaxPages >= 1, "at least 1"),
        .. Problem(nameof(MaxOutputBytes), MaxOutputBytes >= 1, "at least 1"),
        .. Problem(nameof(MaxMemoryBytes), MaxMemoryBytes >= 64L << 20, "at least 67108864 (64 MiB): the reader itself needs some"),
        .. Problem(nameof(MaxCpu), MaxCpu >= TimeSpan.FromSeconds(1), "at least 1 s: the kernel counts no finer"),
        .. Problem(nameof(MaxWall), MaxWall > TimeSpan.Zero && MaxWall <= TimeSpan.FromDays(1), "above 0 and at most a day"),
    ];

    internal ProcessLimits LimitsFor(long outputBytes, TimeSpan wall) => new()
    {
        AddressSpaceBytes = MaxMemoryBytes,
        Cpu = MaxCpu,
        Wall = wall,
        OutputBytes = outputBytes,
    };

    private static IEnumerable<string> Problem(string key, bool good, string needed) =>
        good ? [] : [$"Pipeline:Reading:{key} has to be {needed}."];
}
