namespace Pipeline.Ingest.Api;

/// <summary>Settings under <c>Pipeline:Api</c>, and what the host knows from elsewhere.</summary>
public sealed record UploadApiOptions
{
    /// <summary>Of one document; the host gives <c>Pipeline:Reading:MaxBytes</c>, since what is larger could not be read.</summary>
    public long MaxBytes { get; init; } = 200L << 20;

    /// <summary>Names of the schemas that are installed, the default one first; given by the host.</summary>
    public IReadOnlyList<string> Schemas { get; init; } = ["contracts"];

    /// <summary>Version of the reader; given by the host. A replayed document whose layout it made is not read again.</summary>
    public string ReaderVersion { get; init; } = "";

    /// <summary>10,000 documents waiting: a night's work of one GPU. More is refused with 503 until there is room.</summary>
    public int MaxWaiting { get; init; } = 10_000;

    /// <summary>1 GiB free for blobs: several of the largest uploads at once, and the database beside them.</summary>
    public long MinFreeBytes { get; init; } = 1L << 30;

    /// <summary>64 bodies at a time, each with a buffer and an fsync; others wait a moment, then get 503.</summary>
    public int UploadsAtOnce { get; init; } = 64;

    /// <summary>1,000 open event streams; each costs some kilobytes.</summary>
    public int MaxStreams { get; init; } = 1000;

    /// <summary>100 requests a second of one key: twice what a laptop takes in.</summary>
    public int KeyPerSecond { get; init; } = 100;

    /// <summary>200 requests of one key at once, after a silence.</summary>
    public int KeyBurst { get; init; } = 200;

    /// <summary>200 requests a second from one address: several clients behind one gateway.</summary>
    public int AddressPerSecond { get; init; } = 200;

    /// <summary>400 requests from one address at once, after a silence.</summary>
    public int AddressBurst { get; init; } = 400;

    /// <summary>Documents a day (UTC) of a key that says nothing else; null for no limit.</summary>
    public long? DailyDocuments { get; init; }

    /// <summary>Bytes a day (UTC) of a key that says nothing else; null for no limit.</summary>
    public long? DailyBytes { get; init; }

    /// <summary>1 KiB a second at least, after 10 s: a client that is slower holds a place for hours.</summary>
    public int MinBytesPerSecond { get; init; } = 1024;

    /// <summary>All that is wrong with these settings, naming each key; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems() =>
    [
        .. Problem(nameof(MaxWaiting), MaxWaiting >= 1, "at least 1"),
        .. Problem(nameof(MinFreeBytes), MinFreeBytes >= 0, "at least 0"),
        .. Problem(nameof(UploadsAtOnce), UploadsAtOnce is >= 1 and <= 10_000, "1 to 10000"),
        .. Problem(nameof(MaxStreams), MaxStreams is >= 1 and <= 100_000, "1 to 100000"),
        .. Problem(nameof(KeyPerSecond), KeyPerSecond >= 1, "at least 1"),
        .. Problem(nameof(KeyBurst), KeyBurst >= 1, "at least 1"),
        .. Problem(nameof(AddressPerSecond), AddressPerSecond >= 1, "at least 1"),
        .. Problem(nameof(AddressBurst), AddressBurst >= 1, "at least 1"),
        .. Problem(nameof(DailyDocuments), DailyDocuments is null or >= 0, "at least 0"),
        .. Problem(nameof(DailyBytes), DailyBytes is null or >= 0, "at least 0"),
        .. Problem(nameof(MinBytesPerSecond), MinBytesPerSecond >= 1, "at least 1"),
        .. Problem(nameof(MaxBytes), MaxBytes >= 1, "at least 1"),
        .. Problem(nameof(Schemas), Schemas.Count > 0, "at least one"),
    ];

    private static IEnumerable<string> Problem(string key, bool good, string needed) =>
        good ? [] : [$"Pipeline:Api:{key} has to be {needed}."];
}
