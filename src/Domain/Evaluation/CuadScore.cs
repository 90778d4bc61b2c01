using System.Globalization;
using System.Text;

namespace Pipeline.Domain.Evaluation;

/// <summary>Precision and recall by field, the curve by confidence, and presence.</summary>
public sealed record CuadScore
{
    /// <summary>Fields with most spans first.</summary>
    public required IReadOnlyList<CuadFieldScore> Fields { get; init; }

    public required int MatchedSpans { get; init; }

    public required int Spans { get; init; }

    /// <summary>Area under the curve of precision over recall, by falling confidence.</summary>
    public required double Aupr { get; init; }

    /// <summary>The best precision at a recall of 0.8 or more; 0 where that recall is not reached.</summary>
    public required double PrecisionAt80Recall { get; init; }

    /// <summary>(recall, precision) after each value, by falling confidence.</summary>
    public required IReadOnlyList<CurvePoint> Curve { get; init; }

    public required IReadOnlyList<DocumentCounts> Documents { get; init; }

    public double Precision => (double)Right / Math.Max(1, Right + Fields.Sum(score => score.Wrong));

    public double Recall => (double)MatchedSpans / Math.Max(1, Spans);

    public double F1 => 2 * Precision * Recall / Math.Max(1e-9, Precision + Recall);

    public double Presence => (double)Fields.Sum(score => score.PresenceRight) / Math.Max(1, Fields.Sum(score => score.Documents));

    private int Right => Fields.Sum(score => score.Right);

    /// <summary>The lines that the normative script prints, character for character.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var field in Fields)
        {
            text.Append(CultureInfo.InvariantCulture, $"{field.Field,-38} P {ScriptNumber.Fixed(field.Precision, 2)} R {ScriptNumber.Fixed(field.Recall, 2)} spans {field.Spans,4} presence accuracy {ScriptNumber.Fixed(field.Presence, 2)}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"F1 {ScriptNumber.Fixed(F1, 4)} P {ScriptNumber.Fixed(Precision, 3)} R {ScriptNumber.Fixed(Recall, 3)} ");
        text.Append(CultureInfo.InvariantCulture, $"AUPR {ScriptNumber.Fixed(Aupr, 4)} P@80R {ScriptNumber.Fixed(PrecisionAt80Recall, 3)} presence {ScriptNumber.Fixed(Presence, 4)} ");
        return text.Append(CultureInfo.InvariantCulture, $"documents {Fields.Select(field => field.Documents).DefaultIfEmpty().Max()}\n").ToString();
    }
}
