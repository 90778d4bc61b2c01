using System.Globalization;

namespace Pipeline.Domain.Normalization;

internal enum DurationUnit
{
    Day,
    Week,
    Month,
    Year,
}

/// <summary>A length of time in the unit that the contract counts in: 24 months stay 24 months.</summary>
internal readonly record struct Duration(decimal Number, DurationUnit Unit)
{
    /// <summary>"2 years", "1 year", "55.5 months".</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Digits} {Name(Unit)}{(Number == 1 ? "" : "s")}");

    /// <summary>ISO 8601: <c>P2Y</c>.</summary>
    public string Iso => string.Create(CultureInfo.InvariantCulture, $"P{Digits}{char.ToUpperInvariant(Name(Unit)[0])}");

    private string Digits => Number.ToString("0.###", CultureInfo.InvariantCulture);

    public static string Name(DurationUnit unit) => unit switch
    {
        DurationUnit.Day => "day",
        DurationUnit.Week => "week",
        DurationUnit.Month => "month",
        DurationUnit.Year => "year",
    };
}
