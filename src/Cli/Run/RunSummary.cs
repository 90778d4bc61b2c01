using Pipeline.Domain.Results;
using Pipeline.Inference;

namespace Pipeline.Cli.Run;

/// <summary>What a run did.</summary>
/// <param name="Results">In path order; on an interruption, those that were done.</param>
/// <param name="Opened">Documents that had to be read.</param>
/// <param name="Skipped">Documents that had a result already.</param>
/// <param name="Reading">From the first claim to the last result.</param>
/// <param name="PriceDate">From when on the price holds that was booked.</param>
/// <param name="Engine">Null where nothing had to be read.</param>
internal sealed record RunSummary(IReadOnlyList<DocumentResult> Results, int Files, int Opened, int Skipped, TimeSpan Reading, DateOnly PriceDate, EngineStatistics? Engine, bool Interrupted);
