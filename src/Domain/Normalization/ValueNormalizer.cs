using Pipeline.Domain.Schemas;

namespace Pipeline.Domain.Normalization;

/// <summary>The normal form of a value of each kind (docs/results.md).</summary>
public static class ValueNormalizer
{
    public static NormalForm Normalize(FieldKind kind, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return kind switch
        {
            FieldKind.Date => DateNormalizer.Normalize(value),
            FieldKind.Duration => DurationNormalizer.Normalize(value),
            FieldKind.Jurisdiction => JurisdictionNormalizer.Normalize(value),
            FieldKind.Party => PartyNormalizer.Normalize(value),
            FieldKind.Money => MoneyNormalizer.Normalize(value),
            FieldKind.Text or FieldKind.Clause => AsItIs(value),
            FieldKind.Choice => Option(value),
        };
    }

    /// <summary>The only values that a field of this kind can have in a sentence; null for kinds whose value may be any span of it.</summary>
    public static IReadOnlyList<TypedSpan>? Spans(FieldKind kind, string sentence) => kind switch
    {
        FieldKind.Date => DateFinder.Find(sentence),
        FieldKind.Duration => DurationFinder.Find(sentence),
        FieldKind.Money => MoneyFinder.Find(sentence),
        FieldKind.Text or FieldKind.Party or FieldKind.Jurisdiction or FieldKind.Choice or FieldKind.Clause => null,
    };

    /// <summary>The owner may tell "Net 30" and "net 30" apart.</summary>
    private static NormalForm Option(string value) =>
        string.IsNullOrWhiteSpace(value) ? NormalForm.Failed(value, NormalizationProblem.NotRecognized) : new NormalForm { Key = "=" + value, Text = value };

    private static NormalForm AsItIs(string value)
    {
        var text = Spacing.Collapse(value);
        return new NormalForm { Key = text.ToLowerInvariant(), Text = text.Length == 0 ? null : text, Problem = text.Length == 0 ? NormalizationProblem.NotRecognized : null };
    }
}
