using Pipeline.Storage.Documents;

namespace Pipeline.Ingest.Api.Documents;

/// <summary>What a document cost until now, in one currency.</summary>
internal sealed record CostAnswer
{
    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>All of it.</summary>
    public required decimal Amount { get; init; }

    /// <summary>The part that led to no result, such as a try that failed.</summary>
    public required decimal Waste { get; init; }

    public static CostAnswer Of(CostView cost) => new() { Currency = cost.Currency, Amount = cost.Amount, Waste = cost.Waste };
}
