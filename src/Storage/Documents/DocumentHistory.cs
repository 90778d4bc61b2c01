namespace Pipeline.Storage.Documents;

/// <summary>What happened to a document, the first claim first, and what it cost: one entry for each currency.</summary>
public sealed record DocumentHistory(IReadOnlyList<AttemptView> Attempts, IReadOnlyList<CostView> Costs);
