using Pipeline.Domain.Documents;

namespace Pipeline.Domain.Costs;

/// <summary>One booked line. Quantities are kept to a millionth and amounts to 8 decimals, both rounded once, here:
/// a total is the sum of the amounts, exactly, in memory, in tables and in results.</summary>
public sealed record CostEntry
{
    /// <summary>Decimals of a quantity: a microsecond, a millionth of a token.</summary>
    public const int QuantityDecimals = 6;

    /// <summary>Decimals of a price and an amount, as numeric(18,8) keeps them.</summary>
    public const int AmountDecimals = 8;

    public required DocumentStage Stage { get; init; }

    public required string Unit { get; init; }

    public required decimal Quantity { get; init; }

    public required decimal UnitPrice { get; init; }

    public required decimal Amount { get; init; }

    public required string Currency { get; init; }

    public required CostKind Kind { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">The quantity is negative.</exception>
    public static CostEntry Book(DocumentStage stage, decimal quantity, Price price, CostKind kind)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quantity);
        var kept = decimal.Round(quantity, QuantityDecimals, MidpointRounding.ToEven);
        return new CostEntry
        {
            Stage = stage,
            Unit = price.Unit,
            Quantity = kept,
            UnitPrice = price.UnitPrice,
            Amount = decimal.Round(kept * price.UnitPrice, AmountDecimals, MidpointRounding.ToEven),
            Currency = price.Currency,
            Kind = kind,
        };
    }

    /// <summary>The same spending, known by now to have led nowhere.</summary>
    public CostEntry AsWaste() => this with { Kind = CostKind.Waste };
}
