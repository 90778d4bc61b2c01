namespace Pipeline.Inference.OpenAi;

/// <summary>A token of an answer.</summary>
/// <param name="Rivals">The likeliest texts in its place, as many as the endpoint gives; usually the token itself is one.</param>
internal sealed record WrittenToken(byte[] Bytes, double LogProbability, IReadOnlyList<TokenChoice> Rivals);
