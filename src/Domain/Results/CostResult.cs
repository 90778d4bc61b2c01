namespace Pipeline.Domain.Results;

/// <summary>What the document cost: decimal strings, so that no reader rounds them. Σ amounts = total, exactly.</summary>
public sealed record CostResult(string Currency, string Total, IReadOnlyList<CostLine> Lines);
