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

    /// <summary>25 s for the whole document: leaves a busy machine time to give the reader its CPU-seconds, and with the 5 that looking for hidden words may take stays within half a minute.</summary>
    public TimeSpan MaxWall { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>32 MiB of text, HTML or one part of a DOCX: such a text has ten thousand pages. It is parsed in this process, so its size bounds the memory (about ten times as much).</summary>
    public long MaxTextBytes { get; init; } = 32L << 20;

    /// <summary>A million words in a document without a page geometry: what <see cref="MaxOutputBytes"/> allows a PDF, and about 150 MiB of layout.</summary>
    public int MaxWords { get; init; } = 1_000_000;

    /// <summary>Pages that are pictures are read by tesseract, where it is installed.</summary>
    public bool Ocr { get; init; } = true;

    /// <summary>300 scanned pages: at some seconds each, a quarter of an hour to half an hour for one document.</summary>
    public int MaxOcrPages { get; init; } = 300;

    /// <summary>50 million pixels: an A3 page at 300 dpi has 17 million, a telephone's photograph 12 to 48. PDF pages are drawn at fewer dpi to keep within; images with more are refused by their header.</summary>
    public long MaxOcrPixels { get; init; } = 50_000_000;

    /// <summary>300 dpi: what tesseract's models were trained for.</summary>
    public int OcrDpi { get; init; } = 300;

    /// <summary>30 CPU-seconds for one page: a full page takes three to five.</summary>
    public TimeSpan MaxOcrCpu { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>3 min for one page: it shares the cores with the model, and the CPU limit ends what loops; 60 s were too few on a machine with ten times more to do than cores.
    /// A document has this for each scanned page, on top of <see cref="MaxWall"/>.</summary>
    public TimeSpan MaxOcrWall { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>All that is wrong with these settings, naming each key; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems() =>
    [
        .. Problem(nameof(MaxBytes), MaxBytes >= 1, "at least 1"),
        .. Problem(nameof(MaxPages), MaxPages >= 1, "at least 1"),
        .. Problem(nameof(MaxOutputBytes), MaxOutputBytes >= 1, "at least 1"),
        .. Problem(nameof(MaxMemoryBytes), MaxMemoryBytes >= 64L << 20, "at least 67108864 (64 MiB): the reader itself needs some"),
        .. Problem(nameof(MaxCpu), MaxCpu >= TimeSpan.FromSeconds(1), "at least 1 s: the kernel counts no finer"),
        .. Problem(nameof(MaxTextBytes), MaxTextBytes is >= 1 and <= 1L << 30, "between 1 and 1073741824 (1 GiB)"),
        .. Problem(nameof(MaxWords), MaxWords >= 1, "at least 1"),
        .. Problem(nameof(MaxOcrPages), MaxOcrPages >= 1, "at least 1"),
        .. Problem(nameof(MaxOcrPixels), MaxOcrPixels is >= 1_000_000 and <= 200_000_000, "between 1000000 and 200000000: tesseract needs several bytes of memory a pixel"),
        .. Problem(nameof(OcrDpi), OcrDpi is >= 70 and <= 600, "between 70 and 600"),
        .. Problem(nameof(MaxOcrCpu), MaxOcrCpu >= TimeSpan.FromSeconds(1), "at least 1 s: the kernel counts no finer"),
        .. Problem(nameof(MaxOcrWall), MaxOcrWall > TimeSpan.Zero && MaxOcrWall <= TimeSpan.FromHours(1), "above 0 and at most an hour"),
        .. Problem(nameof(MaxWall), MaxWall > TimeSpan.Zero && MaxWall <= TimeSpan.FromDays(1), "above 0 and at most a day"),
    ];

    internal ProcessLimits LimitsFor(long outputBytes, TimeSpan wall) => new()
    {
        AddressSpaceBytes = MaxMemoryBytes,
        Cpu = MaxCpu,
        Wall = wall,
        OutputBytes = outputBytes,
    };

    internal ProcessLimits OcrLimits(long outputBytes) => new()
    {
        AddressSpaceBytes = MaxMemoryBytes,
        Cpu = MaxOcrCpu,
        Wall = MaxOcrWall,
        OutputBytes = outputBytes,
    };

    private static IEnumerable<string> Problem(string key, bool good, string needed) =>
        good ? [] : [$"Pipeline:Reading:{key} has to be {needed}."];
}
