namespace Pipeline.Inference;

/// <summary>What a reading took.</summary>
/// <param name="PromptTokens">Tokens of the passages, without the shared prefix; of an endpoint all that it read, as it counts and prices them.</param>
/// <param name="DecodedTokens">Tokens of answers, forced ones included.</param>
/// <param name="ComputeSeconds">This document's share of each step: the CPU time of the lane's thread × its threads, from building the step to deciding on its logits, split by tokens. CPU time, not wall: a busy machine makes a document slower, not dearer.</param>
public sealed record EngineUsage(int Passages, int PromptTokens, int DecodedTokens, double ComputeSeconds);
