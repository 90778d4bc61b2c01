namespace Pipeline.Domain.Results;

public sealed record CostLine(string Stage, string Unit, string Quantity, string UnitPrice, string Amount);
