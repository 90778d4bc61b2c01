using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Documents;

/// <summary>The documents of the service in one stage.</summary>
/// <param name="Leased">Of those, how many a worker holds.</param>
/// <param name="Oldest">When the one that stands there longest got there; null where none does.</param>
public sealed record StageCount(DocumentStage Stage, int Documents, int Leased, DateTimeOffset? Oldest);
