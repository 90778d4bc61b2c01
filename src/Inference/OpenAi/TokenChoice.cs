namespace Pipeline.Inference.OpenAi;

/// <summary>A text that could have come next, and its log-probability.</summary>
internal readonly record struct TokenChoice(byte[] Bytes, double LogProbability);
