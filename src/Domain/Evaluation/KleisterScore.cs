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

    public required IReadOnlyList<DocumentCounts> Counts { get; init; }

    /// <summary>The lines that the normative script prints, character for character.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var field in Fields)
        {
            text.Append(CultureInfo.InvariantCulture, $"{field.Field,-16} P {ScriptNumber.Fixed(field.Precision, 3)} R {ScriptNumber.Fixed(field.Recall, 3)} F1 {ScriptNumber.Fixed(field.F1, 3)} n {field.Expected}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"F1 {ScriptNumber.Fixed(Total.F1, 4)} [{ScriptNumber.Fixed(Low, 3)}, {ScriptNumber.Fixed(High, 3)}] documents {Documents}\n").ToString();
    }
}
