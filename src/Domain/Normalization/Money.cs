using System.Globalization;

namespace Pipeline.Domain.Normalization;

/// <summary>An amount in one currency. <paramref name="Currency"/> is its ISO 4217 code, or null for a name that several countries share ("kr").</summary>
internal readonly record struct Money(decimal Amount, string? Currency)
{
    /// <summary>"1000000 USD", "2500.5 EUR"; null without a currency that is known.</summary>
    public string? Text => Currency is null ? null : string.Create(CultureInfo.InvariantCulture, $"{Amount:0.####} {Currency}");
}
