using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Documents;

/// <summary>What changes while a batch goes its way.</summary>
public sealed record BatchState(BatchId Id, IReadOnlyDictionary<DocumentStage, int> Stages, DateTimeOffset UpdatedAt);
