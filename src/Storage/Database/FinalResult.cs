namespace Pipeline.Storage.Database;

/// <summary>The result line of a document as one pipeline version made it.</summary>
public sealed record FinalResult(string PipelineVersion, string Json);
