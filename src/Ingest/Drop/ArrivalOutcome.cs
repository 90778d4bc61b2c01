using Pipeline.Domain.Documents;

namespace Pipeline.Ingest.Drop;

/// <summary>What became of a file: where it is moved, and why it failed.</summary>
/// <param name="Documents">How many rows stand for it: 1, or one for each document in an archive or mail.</param>
internal sealed record ArrivalOutcome(ArrivalEnd End, DocumentFailure? Failure, DocumentId? Document, int Documents)
{
    /// <summary>Of the parts of an archive or mail: taken in if one of them was, else a duplicate if one was, else failed.</summary>
    public static ArrivalOutcome Of(IReadOnlyList<ArrivalOutcome> parts)
    {
        var leading = parts.MinBy(part => part.End)!;
        return leading with { Documents = parts.Count, Document = parts.Count == 1 ? leading.Document : null };
    }
}
