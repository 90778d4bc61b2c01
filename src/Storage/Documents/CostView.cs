namespace Pipeline.Storage.Documents;

/// <summary>What a document cost until now.</summary>
/// <param name="Amount">All of it.</param>
/// <param name="Waste">The part that led to no result.</param>
public sealed record CostView(string Currency, decimal Amount, decimal Waste);
