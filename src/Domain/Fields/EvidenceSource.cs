using Pipeline.Domain.Results;

namespace Pipeline.Domain.Fields;

/// <summary>
/// Gives the places of a span of a sentence (start and length in UTF-16 units; null where the whole sentence is meant): one entry, or one per page where it runs over a page break.
/// </summary>
public delegate IReadOnlyList<Evidence> EvidenceSource(int sentence, int? start, int? length);
