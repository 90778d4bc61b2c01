using Pipeline.Cli.Report;

namespace Pipeline.Cli.Run;

/// <summary>What a run was asked to do.</summary>
internal sealed record RunOptions
{
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Folder for results.jsonl, results.csv and report.html.</summary>
    public required string Out { get; init; }

    /// <summary>Name in schemas/ or a file.</summary>
    public required string Schema { get; init; }

    /// <summary>Name in models/ or a card.</summary>
    public required string Model { get; init; }

    public required string Prices { get; init; }

    public required string DataFolder { get; init; }

    public bool RetryFailed { get; init; }

    /// <summary>Reads everything, also what has a result.</summary>
    public bool Again { get; init; }

    /// <summary>Reads the first so many files only.</summary>
    public int? Limit { get; init; }

    /// <summary>Fields of the table's middle columns; empty for the usual four.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>The sums as one JSON object in place of the table.</summary>
    public bool Json { get; init; }

    /// <summary>An embedded database of its own, whatever is configured: for measurements, which must not touch real data.</summary>
    public bool Isolated { get; init; }

    public bool Quiet { get; init; }

    /// <summary>Leaves pages that are pictures unread.</summary>
    public bool NoOcr { get; init; }

    /// <summary>Which page images report.html carries; null for no report.</summary>
    public ReportImages? Report { get; init; }

    public EngineOverrides Engine { get; init; } = new();

    public EndpointOverrides Endpoint { get; init; } = new();

    /// <summary>The own engine reads, whatever endpoint is configured.</summary>
    public bool OwnEngine { get; init; }

    /// <summary>Leaves no sentence out, whatever the model's gate says.</summary>
    public bool ReadAll { get; init; }

    /// <summary>Raw confidences, with what a calibration is made from.</summary>
    public bool ForCalibration { get; init; }
}
