using Pipeline.Domain.Fields;
using Pipeline.Domain.Results;
using Pipeline.Domain.Segmentation;

namespace Pipeline.Workers.Extraction;

/// <summary>What a person cannot see on the page must not be accepted by a machine that can: white letters are how a document talks to its reader's back.</summary>
internal static class HiddenText
{
    public static IReadOnlyDictionary<string, FieldResult> Mark(IReadOnlyDictionary<string, FieldResult> fields, IReadOnlyList<Sentence> sentences)
    {
        var hidden = sentences.Where(sentence => sentence.Words.Any(reference => reference.Word.Hidden)).Select(sentence => sentence.Text).ToHashSet(StringComparer.Ordinal);
        return hidden.Count == 0 ? fields : fields.ForReview(Reasons.HiddenText, (_, field) => IsTouched(field, hidden));
    }

    // A rival that nobody sees is as much of a sign as a value.
    private static bool IsTouched(FieldResult field, HashSet<string> hidden) =>
        field.Values.Concat(field.Candidates).Any(value => value.Evidence.Any(place => hidden.Contains(place.Quote)));
}
