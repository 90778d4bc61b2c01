using Pipeline.Domain.Confidence;
using Pipeline.Domain.Results;
using Pipeline.Inference;
using Pipeline.Workers.Delivery;

namespace Pipeline.Cli.Run;

/// <summary>What a run did.</summary>
internal sealed record RunSummary
{
    /// <summary>In path order; on an interruption, those that were done.</summary>
    public required IReadOnlyList<DocumentResult> Results { get; init; }

    public required int Files { get; init; }

    /// <summary>Documents that had to be read.</summary>
    public required int Opened { get; init; }

    /// <summary>Documents that had a result already.</summary>
    public required int Skipped { get; init; }

    /// <summary>From the first claim to the last result.</summary>
    public required TimeSpan Reading { get; init; }

    public required DateTimeOffset Finished { get; init; }

    /// <summary>From when on the price holds that was booked.</summary>
    public required DateOnly PriceDate { get; init; }

    public required PipelineIdentity Identity { get; init; }

    /// <summary>What decided; null where no calibration covers the model and schema.</summary>
    public required Calibration? Calibration { get; init; }

    /// <summary>Null where nothing had to be read.</summary>
    public required EngineStatistics? Engine { get; init; }

    public required bool Interrupted { get; init; }
}
