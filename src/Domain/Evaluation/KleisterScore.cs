using System.Globalization;
using System.Text;

namespace Pipeline.Domain.Evaluation;

/// <summary>Precision, recall and F1 by field, the micro F1, and its 95 % interval by resampling documents.</summary>
public sealed record KleisterScore
{
    /// <summary>By the data set's keys: party, jurisdiction, term, effective_date.</summary>
    public required IReadOnlyList<FieldScore> Fields { get; init; }

    public required FieldScore Total { get; init; }

    public required double Low { get; init; }

    public required double High { get; init; }

    public required int Documents { get; init; }

    /// <summary>The lines that the normative script prints, character for character.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var field in Fields)
        {
            text.Append(CultureInfo.InvariantCulture, $"{field.Field,-16} P {Fixed(field.Precision, 3)} R {Fixed(field.Recall, 3)} F1 {Fixed(field.F1, 3)} n {field.Expected}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"F1 {Fixed(Total.F1, 4)} [{Fixed(Low, 3)}, {Fixed(High, 3)}] documents {Documents}\n").ToString();
    }

    /// <summary>Python rounds the exact value, ties to even (0.0625 → 0.062); .NET's "F3" rounds ties away from zero.</summary>
    private static string Fixed(double value, int digits)
    {
        // 60 decimals tell every tie of a ratio of counts from its neighbours.
        var exact = value.ToString("F60", CultureInfo.InvariantCulture);
        var cut = exact.Length - 60 + digits;
        var tie = exact[cut] == '5' && exact.AsSpan(cut + 1).TrimEnd('0').IsEmpty;
        return tie && (exact[cut - 1] - '0') % 2 == 0
            ? exact[..cut]
            : value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
