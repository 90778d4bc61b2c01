using System.Globalization;
using System.Text.Json;

namespace Pipeline.Domain.Costs;

/// <summary>Dated prices. A price holds from its day until the next of the same unit; before the first there is none, and that is an error, never $0.</summary>
/// <example><code>{ "prices": [ { "unit": "cpu_second", "unit_price": 0.000014, "currency": "USD", "valid_from": "2026-01-01", "comment": "how it was derived" } ] }</code></example>
public sealed class PriceList
{
    private readonly Dictionary<string, Price[]> _newestFirst;
    private readonly string _source;

    private PriceList(string source, string currency, IEnumerable<Price> prices)
    {
        _source = source;
        Currency = currency;
        _newestFirst = prices
            .GroupBy(price => price.Unit, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.OrderByDescending(price => price.ValidFrom).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>ISO 4217, one for the whole list.</summary>
    public string Currency { get; }

    public IReadOnlyCollection<string> Units => _newestFirst.Keys;

    /// <exception cref="PriceListException">The file is missing, is not a price list, or holds a price that cannot be booked.</exception>
    public static PriceList Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PriceListException($"The price list {path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <param name="json">Text of a price list.</param>
    /// <param name="source">What messages call it, usually its path.</param>
    /// <exception cref="PriceListException">The text is not a price list, or holds a price that cannot be booked.</exception>
    public static PriceList Parse(string json, string source)
    {
        var entries = Read(json, source).Prices;
        if (entries is null or [])
        {
            throw new PriceListException($"The price list {source} holds no prices: add at least one under \"prices\".");
        }

        var prices = entries.Select((entry, index) => Check(entry, $"price {(index + 1).ToString(CultureInfo.InvariantCulture)} of {source}")).ToArray();
        var currencies = prices.Select(price => price.Currency).Distinct(StringComparer.Ordinal).ToArray();
        if (currencies.Length > 1)
        {
            throw new PriceListException($"The price list {source} mixes currencies ({string.Join(", ", currencies)}): amounts of different currencies cannot be added. Use one.");
        }

        if (prices.GroupBy(price => (price.Unit, price.ValidFrom)).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new PriceListException($"The price list {source} has two prices of {twice.Key.Unit} from {Day(twice.Key.ValidFrom)}: keep one.");
        }

        return new PriceList(source, currencies[0], prices);
    }

    /// <summary>The price that holds on a day.</summary>
    /// <exception cref="PriceListException">The unit has no price, or none yet on that day.</exception>
    public Price PriceOf(string unit, DateOnly date)
    {
        if (!_newestFirst.TryGetValue(unit, out var prices))
        {
            throw new PriceListException($"The price list {_source} has no price of {unit}: add one.");
        }

        return prices.FirstOrDefault(price => price.ValidFrom <= date)
            ?? throw new PriceListException($"The price list {_source} has no price of {unit} on {Day(date)}: its first holds from {Day(prices[^1].ValidFrom)}. Add an earlier one.");
    }

    /// <summary>Called before work starts, so that nothing is spent that cannot be booked.</summary>
    /// <exception cref="PriceListException">At least one unit has no price on that day; all of them are named.</exception>
    public void RequireUnits(IEnumerable<string> units, DateOnly date)
    {
        var missing = units.Where(unit => !_newestFirst.TryGetValue(unit, out var prices) || prices[^1].ValidFrom > date).ToArray();
        if (missing.Length > 0)
        {
            throw new PriceListException($"No price for {string.Join(" and ", missing.Select(unit => $"\"{unit}\""))} on {Day(date)} in {_source}. Add {(missing.Length == 1 ? "a row" : "a row for each")}.");
        }
    }

    private static PriceListFile Read(string json, string source)
    {
        try
        {
            return JsonSerializer.Deserialize<PriceListFile>(json, PriceListFile.Options)
                ?? throw new PriceListException($"The price list {source} is null.");
        }
        catch (JsonException exception)
        {
            var line = (exception.LineNumber ?? 0) + 1;
            throw new PriceListException($"The price list {source} is not valid at line {line.ToString(CultureInfo.InvariantCulture)} ({exception.Path ?? "$"}): {exception.Message}", exception);
        }
    }

    private static Price Check(PriceListFile.Entry? entry, string where)
    {
        if (entry is not { Unit: { Length: > 0 } unit, UnitPrice: { } unitPrice, Currency: { } currency, ValidFrom: { } validFrom })
        {
            throw new PriceListException($"The {where} lacks one of unit, unit_price, currency, valid_from.");
        }

        if (unitPrice < 0)
        {
            throw new PriceListException($"The {where} ({unit}) is negative.");
        }

        if (decimal.Round(unitPrice, CostEntry.AmountDecimals) != unitPrice || unitPrice >= 1e10m)
        {
            throw new PriceListException($"The {where} ({unit}) does not fit numeric(18,8): use at most 8 decimals, or a larger unit.");
        }

        if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper))
        {
            throw new PriceListException($"The {where} ({unit}) names the currency \"{currency}\": use three capital letters (ISO 4217), such as USD.");
        }

        return new Price(unit, unitPrice, currency, validFrom);
    }

    private static string Day(DateOnly date) => date.ToString("O", CultureInfo.InvariantCulture);
}
