using Pipeline.Domain.Fields;
using Pipeline.Domain.Results;
using Pipeline.Inference;

namespace Pipeline.Workers.Extraction;

/// <summary>What an engine could not say of a document keeps all of its fields from being accepted: what is absent may stand where no answer came, and no probability is no certainty.</summary>
internal static class ReadingGaps
{
    public static IReadOnlyDictionary<string, FieldResult> Mark(IReadOnlyDictionary<string, FieldResult> fields, EngineReading reading)
    {
        var unread = reading.UnreadSentences.Count > 0 ? fields.ForReview(Reasons.UnreadSentences, (_, _) => true) : fields;
        return reading.IsUnscored ? unread.ForReview(Reasons.NoProbability, (_, _) => true) : unread;
    }
}
