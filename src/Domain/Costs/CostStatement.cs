using System.Globalization;
using Pipeline.Domain.Results;

namespace Pipeline.Domain.Costs;

/// <summary>Turns booked entries into the cost that a result shows.</summary>
public static class CostStatement
{
    /// <summary>One line per entry, in the order booked; decimal strings in invariant culture.</summary>
    /// <param name="currency">Of the price list, so that a document without entries has a currency too.</param>
    /// <exception cref="ArgumentException">An entry is in another currency.</exception>
    public static CostResult Of(IReadOnlyList<CostEntry> entries, string currency)
    {
        if (entries.FirstOrDefault(entry => entry.Currency != currency) is { } stranger)
        {
            throw new ArgumentException($"A cost entry is in {stranger.Currency}, the statement in {currency}.", nameof(entries));
        }

        return new CostResult(currency, Text(entries.Sum(entry => entry.Amount), CostEntry.AmountDecimals), [.. entries.Select(Line)]);
    }

    private static CostLine Line(CostEntry entry) => new(
        entry.Stage.ToString().ToLowerInvariant(),
        entry.Unit,
        Text(entry.Quantity, CostEntry.QuantityDecimals),
        Text(entry.UnitPrice, CostEntry.AmountDecimals),
        Text(entry.Amount, CostEntry.AmountDecimals));

    // A fixed number of decimals: 0.1 and 0.10000000 are one amount, and must be one text after a round trip through the database.
    private static string Text(decimal value, int decimals) =>
        value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
