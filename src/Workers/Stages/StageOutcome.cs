using Pipeline.Workers.Claims;

namespace Pipeline.Workers.Stages;

/// <summary>What became of a claimed document.</summary>
/// <param name="End">Where it went.</param>
/// <param name="Outage">What is away that every document needs; null where nothing is.</param>
public sealed record StageOutcome(StageEnd End, Exception? Outage);
