namespace Pipeline.Domain.Normalization;

/// <summary>Dates to ISO 8601.</summary>
public static class DateNormalizer
{
    /// <summary>The date that a value holds; a value with none or with several different ones has no normal form.</summary>
    public static NormalForm Normalize(string value)
    {
        var dates = DateFinder.Find(value);
        if (dates.Count == 0 || dates.Any(date => date.Normalized != dates[0].Normalized))
        {
            return NormalForm.Failed(value, NormalizationProblem.NotRecognized);
        }

        return dates[0].Normalized is { } iso
            ? new NormalForm { Key = iso, Text = iso, Iso = iso, Ambiguous = dates.All(date => DateFinder.IsAmbiguous(value.AsSpan(date.Start, date.Length))) }
            : NormalForm.Failed(value, NormalizationProblem.ImpossibleDate);
    }
}
