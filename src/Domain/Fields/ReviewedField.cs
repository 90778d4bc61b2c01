using Pipeline.Domain.Results;

namespace Pipeline.Domain.Fields;

/// <summary>Sends a field to a person.</summary>
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
}
