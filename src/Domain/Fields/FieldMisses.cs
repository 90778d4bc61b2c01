using Pipeline.Domain.Results;

namespace Pipeline.Domain.Fields;

/// <summary>Sentences that came close to a finding.</summary>
public static class FieldMisses
{
    /// <summary>
    /// Misses kept of a document: the model's own lower bound leaves two of an NDA on average, and a reviewer of a hundred-page contract looks at no more than this.
    /// </summary>
    public const int Most = 50;

    /// <summary>
    /// Probability from which a field without a value is no longer called absent without a look: half of what makes the decoder look for a finding (0.1), so that a field is flagged where
    /// a slightly different wording would have been read.
    /// </summary>
    public const double Suspicious = 0.05;

    /// <summary>The likeliest, likeliest first; ties by place, then field.</summary>
    public static IReadOnlyList<Suspicion> Top(IEnumerable<Suspicion> suspicions) =>
        [.. suspicions.OrderByDescending(one => one.Probability).ThenBy(one => one.Sentence).ThenBy(one => one.Field, StringComparer.Ordinal).Take(Most)];

    /// <summary>Says so of every field that has no value but a miss that is suspicious.</summary>
    public static IReadOnlyDictionary<string, FieldResult> Mark(IReadOnlyDictionary<string, FieldResult> fields, ReadingSigns signs)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(signs);
        var missed = signs.Suspicions.Where(one => one.Probability >= Suspicious).Select(one => one.Field).ToHashSet(StringComparer.Ordinal);
        return fields.ForReview(Reasons.PossibleMiss, (name, field) => field.Values.Count == 0 && missed.Contains(name));
    }
}
