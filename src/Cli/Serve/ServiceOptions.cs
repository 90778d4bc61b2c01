using Pipeline.Cli.Models;

namespace Pipeline.Cli.Serve;

/// <summary>Settings under <c>Pipeline:Service</c>.</summary>
internal sealed record ServiceOptions
{
    /// <summary>Which fields are wanted where the sender does not say: a name in schemas/.</summary>
    public string Schema { get; init; } = "contracts";

    /// <summary>What <c>pipeline run --model</c> takes.</summary>
    public string Model { get; init; } = ModelShelf.Default;

    /// <summary>Price list; null for prices.json of the installation.</summary>
    public string? Prices { get; init; }

    /// <summary>Documents that are read at a time, besides one place for those that somebody waits for. 2: a page of text takes milliseconds, and a scanned one keeps a core busy.</summary>
    public int Readers { get; init; } = 2;

    /// <summary>20 s to finish what is in work when the process is asked to stop; the rest is handed back. Orchestrators kill after 30.</summary>
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>All that is wrong with these settings, naming each key; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems() =>
    [
        .. SchemaName.IsValid(Schema) ? (string[])[] : ["Pipeline:Service:Schema has to be the name of a schema in schemas/, such as contracts."],
        .. Readers is >= 1 and <= 256 ? (string[])[] : ["Pipeline:Service:Readers has to be 1 to 256."],
        .. StopWithin >= TimeSpan.Zero && StopWithin <= TimeSpan.FromHours(1) ? (string[])[] : ["Pipeline:Service:StopWithin has to be 0 to an hour."],
    ];
}
