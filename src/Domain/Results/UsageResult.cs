namespace Pipeline.Domain.Results;

/// <summary>What reading the document took. Prompt tokens are read, decoded tokens are written by the model.</summary>
public sealed record UsageResult(int PromptTokens = 0, int DecodedTokens = 0, int Passages = 0);
