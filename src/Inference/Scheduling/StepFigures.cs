namespace Pipeline.Inference.Scheduling;

/// <summary>What one step of a lane took.</summary>
/// <param name="Decode">Inside <c>llama_decode</c>.</param>
/// <param name="Busy">From building the step to handing over readings.</param>
/// <param name="AllocatedBytes">Managed memory that the lane's thread asked for since its last step.</param>
/// <param name="IsQuiet">No passage came or went, and no answer, field or value began, forked or ended: tokens were fed and decided on, and nothing else. The described style does not tell.</param>
internal readonly record struct StepFigures(int Tokens, TimeSpan Decode, TimeSpan Busy, long AllocatedBytes, bool IsQuiet);
