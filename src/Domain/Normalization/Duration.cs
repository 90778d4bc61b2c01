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

    /// <summary>About how many days it is, to compare durations by: a month as a twelfth of a Julian year.</summary>
    public decimal Days => Number * Unit switch
    {
        DurationUnit.Day => 1m,
        DurationUnit.Week => 7m,
        DurationUnit.Month => 365.25m / 12,
        DurationUnit.Year => 365.25m,
    };

    private string Digits => Number.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>The day on which it is over; null where no calendar has it.</summary>
    public DateOnly? After(DateOnly start)
    {
        var whole = decimal.Truncate(Number) == Number && Number <= 12_000;
        if (whole && (Unit is DurationUnit.Month or DurationUnit.Year))
        {
            var months = (int)Number * (Unit == DurationUnit.Year ? 12L : 1);
            return months < (DateOnly.MaxValue.Year - start.Year) * 12L ? start.AddMonths((int)months) : null;
        }

        return Days < DateOnly.MaxValue.DayNumber - start.DayNumber ? start.AddDays((int)Math.Round(Days)) : null;
    }

    public static string Name(DurationUnit unit) => unit switch
    {
        DurationUnit.Day => "day",
        DurationUnit.Week => "week",
        DurationUnit.Month => "month",
        DurationUnit.Year => "year",
    };
}
