namespace Pipeline.Inference;

/// <summary>What a reading took.</summary>
/// <param name="PromptTokens">Tokens of the passages, without the shared prefix.</param>
/// <param name="DecodedTokens">Tokens of answers, forced ones included.</param>
/// <param name="ComputeSeconds">This document's share of each step: the step's wall time × threads, split by tokens.</param>
public sealed record EngineUsage(int Passages, int PromptTokens, int DecodedTokens, double ComputeSeconds);
