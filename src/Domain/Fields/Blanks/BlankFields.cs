using Pipeline.Domain.Fields.Definitions;
using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;

namespace Pipeline.Domain.Fields.Blanks;

/// <summary>
/// Tells "nothing there" from "left blank". A field without a value is blank if a sentence holds a blank of its kind (a date has the shape of a date, an amount a sign of money before it) and
/// something ties that sentence to the field: a definition right after the blank ('____ (the "Effective Date")'), a candidate or a suspicion of the field there,
/// or P(finding) of a sentence that speaks of it. The blank becomes the field's first candidate.
/// </summary>
public static class BlankFields
{
    /// <summary>P(finding) from which a sentence counts as one that holds something: the decoder's own threshold for looking closer.</summary>
    public const double LeastProbability = 0.1;

    public static IReadOnlyDictionary<string, FieldResult> Mark(
        ExtractionSchema schema, IReadOnlyDictionary<string, FieldResult> fields, IReadOnlyList<string> sentences, ReadingSigns signs, EvidenceSource evidence)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(sentences);
        ArgumentNullException.ThrowIfNull(signs);
        ArgumentNullException.ThrowIfNull(evidence);
        var open = schema.Fields.Where(field => field.Kind is not FieldKind.Clause && IsOpen(field, fields[field.Name])).ToList();
        if (open.Count == 0)
        {
            return fields;
        }

        var blanks = sentences.SelectMany((text, sentence) => BlankFinder.Find(text).Select(blank => (Sentence: sentence, Blank: blank))).ToList();
        var result = new OrderedDictionary<string, FieldResult>(fields, StringComparer.Ordinal);
        foreach (var field in open)
        {
            var best = blanks
                .Select(place => (place.Sentence, place.Blank, Probability: Probability(field, fields[field.Name], place, sentences[place.Sentence], signs)))
                .Where(place => place.Probability is not null)
                .OrderByDescending(place => place.Probability).ThenBy(place => place.Sentence).ThenBy(place => place.Blank.Start)
                .FirstOrDefault();
            if (best.Probability is { } probability)
            {
                result[field.Name] = Blanked(fields[field.Name], Show(best.Sentence, best.Blank, probability, sentences, evidence));
            }
        }

        return result;
    }

    /// <summary>A contract form that names one party has a blank for the other.</summary>
    private static bool IsOpen(FieldDefinition field, FieldResult result) =>
        result.Values.Count == 0 || (field is { Kind: FieldKind.Party, Many: true } && result.Values.Count < 2);

    /// <summary>How probable it is that something of the field belongs in the blank; null where nothing says so.</summary>
    private static double? Probability(FieldDefinition field, FieldResult result, (int Sentence, Blank Blank) place, string text, ReadingSigns signs)
    {
        var suspicion = signs.Suspicions.Where(one => one.Sentence == place.Sentence && one.Field == field.Name).Select(one => (double?)one.Probability).Max();
        var candidate = result.Candidates.Where(one => one.Evidence.Any(at => at.Quote == text)).Select(one => (double?)one.Confidence).Max();
        var fits = place.Blank.Kind == field.Kind || (place.Blank.Kind is null && field.Kind is FieldKind.Text or FieldKind.Choice);
        if (!fits)
        {
            return null;
        }

        if (DefinedTerms.NameOf(text, place.Blank.End) is { } term && term.Equals(DefinedTerms.TermOf(field.Name), StringComparison.OrdinalIgnoreCase))
        {
            return Math.Max(signs.Of(place.Sentence), LeastProbability);
        }

        return suspicion ?? candidate ?? (signs.Of(place.Sentence) >= LeastProbability && BlankCues.Speak(field, text) ? signs.Of(place.Sentence) : null);
    }

    private static FieldResult Blanked(FieldResult field, FieldValue blank) => field.ForReview(Reasons.BlankInDocument) with
    {
        State = field.Values.Count == 0 ? FieldState.BlankInDocument : field.State,
        Candidates = [blank, .. field.Candidates],
    };

    private static FieldValue Show(int sentence, Blank blank, double probability, IReadOnlyList<string> sentences, EvidenceSource evidence) => new()
    {
        Value = sentences[sentence].Substring(blank.Start, blank.Length),
        Normalized = null,
        Confidence = Math.Clamp(probability, 0, 1),
        ConfidenceSource = "raw",
        Source = "machine",
        Grounded = true,
        Evidence = evidence(sentence, blank.Start, blank.Length),
    };
}
