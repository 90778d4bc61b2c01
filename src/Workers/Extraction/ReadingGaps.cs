using Pipeline.Domain.Fields;
using Pipeline.Domain.Results;
using Pipeline.Inference;

namespace Pipeline.Workers.Extraction;

/// <summary>What an engine could not say of a document keeps all of its fields from being accepted: what is absent may stand where no answer came, and no probability is no certainty.</summary>
internal static class ReadingGaps
{
    public static IReadOnlyDictionary<string, FieldResult> Mark(IReadOnlyDictionary<string, FieldResult> fields, EngineReading reading)
    {
        string[] reasons = [.. reading.UnreadSentences.Count > 0 ? [Reasons.UnreadSentences] : Array.Empty<string>(), .. reading.IsUnscored ? [Reasons.NoProbability] : Array.Empty<string>()];
        return reasons.Length == 0
            ? fields
            : new OrderedDictionary<string, FieldResult>(fields.Select(field => KeyValuePair.Create(field.Key, field.Value.ForReview(reasons))), StringComparer.Ordinal);
    }
}
