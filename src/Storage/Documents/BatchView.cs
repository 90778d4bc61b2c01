using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Documents;

/// <summary>A batch, and how many of its documents are in each stage; stages without any are left out.</summary>
public sealed record BatchView(BatchId Id, string Name, string? Reference, DateTimeOffset CreatedAt, IReadOnlyDictionary<DocumentStage, int> Stages);
