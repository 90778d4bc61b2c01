namespace Pipeline.Domain.Costs;

/// <summary>What one unit costs from a day on, until a later price of the same unit. At most 8 decimals.</summary>
public sealed record Price(string Unit, decimal UnitPrice, string Currency, DateOnly ValidFrom);
