namespace Pipeline.Storage.Documents;

/// <summary>A batch that is to be opened.</summary>
public sealed record NewBatch(string Name, string? Reference);
