using Pipeline.Domain.Results;

namespace Pipeline.Domain.Fields;

/// <summary>Sends fields to a person.</summary>
public static class ReviewedField
{
    /// <summary>The field with further reasons, each once and in the order of <see cref="Reasons.All"/>. With none it stays as it is.</summary>
    public static FieldResult ForReview(this FieldResult field, params IReadOnlyList<string> reasons)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(reasons);
        return reasons.Count == 0
            ? field
            : field with { Decision = FieldDecision.Review, Reasons = [.. field.Reasons.Union(reasons).OrderBy(reason => Reasons.All.IndexOf(reason))] };
    }

    /// <summary>The fields, in their order, with one more reason for those that it holds of.</summary>
    public static IReadOnlyDictionary<string, FieldResult> ForReview(this IReadOnlyDictionary<string, FieldResult> fields, string reason, Func<string, FieldResult, bool> holds)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(holds);
        return new OrderedDictionary<string, FieldResult>(
            fields.Select(field => KeyValuePair.Create(field.Key, holds(field.Key, field.Value) ? field.Value.ForReview(reason) : field.Value)), StringComparer.Ordinal);
    }
}
