using System.Globalization;

namespace Pipeline.Inference;

/// <summary>Probabilities between which a second engine is asked: below it is not worth the price, above there is little doubt.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
public readonly record struct ConfidenceBand(double From, double To)
{
    public bool Holds(double probability) => probability >= From && probability < To;

    /// <summary>Reads a band such as <c>0.4-0.85</c>; null where it is none.</summary>
    public static ConfidenceBand? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('-', StringSplitOptions.TrimEntries) is [var from, var to]
            && double.TryParse(from, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var low)
            && double.TryParse(to, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var high)
            && low < high && high <= 1
            ? new ConfidenceBand(low, high)
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From}-{To}");
}
