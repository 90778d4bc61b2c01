namespace Pipeline.Ingest.Drop;

/// <summary>Settings under <c>Pipeline:Drop</c>.</summary>
public sealed record DropOptions
{
    /// <summary>None: the file drop does nothing.</summary>
    public IReadOnlyList<DropFolderOptions> Folders { get; init; } = [];

    /// <summary>A minute: what the system forgot to tell us waits at most this long.</summary>
    public TimeSpan Rescan { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Two files of a folder at a time: one is hashed while the other one's row is written.</summary>
    public int Readers { get; init; } = 2;

    /// <summary>Where a folder names no schema: <c>Pipeline:Service:Schema</c>, which the host puts here.</summary>
    public string Schema { get; init; } = "contracts";

    /// <summary>200 MiB, as <c>Pipeline:Reading:MaxBytes</c>, which the host puts here: a larger file would be refused by the reader.</summary>
    public long MaxBytes { get; init; } = 200L << 20;

    /// <summary>1 GiB free for blobs beyond the file itself, as <c>Pipeline:Api:MinFreeBytes</c>, which the host puts here: with less, files stay where they were dropped.</summary>
    public long MinFreeBytes { get; init; } = 1L << 30;

    /// <summary>All that is wrong with these settings, naming each key; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems() =>
    [
        .. Rescan >= TimeSpan.FromSeconds(1) && Rescan <= TimeSpan.FromHours(1) ? Array.Empty<string>() : ["Pipeline:Drop:Rescan has to be between 1 s and an hour."],
        .. Readers is >= 1 and <= 64 ? Array.Empty<string>() : ["Pipeline:Drop:Readers has to be between 1 and 64."],
        .. MaxBytes >= 1 ? Array.Empty<string>() : ["Pipeline:Drop:MaxBytes has to be at least 1."],
        .. Folders.SelectMany((folder, number) => folder.Problems(number)),
        .. Nested(),
    ];

    /// <summary>One folder inside of another would be taken in twice.</summary>
    private IEnumerable<string> Nested() =>
        from outer in Folders.Index()
        from inner in Folders.Index()
        where outer.Index != inner.Index && IsAbsolute(outer.Item) && IsAbsolute(inner.Item) && IsWithin(inner.Item.Path, outer.Item.Path)
        where outer.Index < inner.Index || !IsWithin(outer.Item.Path, inner.Item.Path)
        select $"Pipeline:Drop:Folders:{inner.Index}:Path lies in the folder of Pipeline:Drop:Folders:{outer.Index}.";

    private static bool IsAbsolute(DropFolderOptions folder) => Path.IsPathFullyQualified(folder.Path);

    private static bool IsWithin(string path, string folder) =>
        (Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) + "/").StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + "/", StringComparison.Ordinal);
}
