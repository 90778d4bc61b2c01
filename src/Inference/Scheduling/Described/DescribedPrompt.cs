namespace Pipeline.Inference.Scheduling.Described;

/// <summary>The prompt of a list of fields.</summary>
/// <param name="Key">Equal for equal prefixes.</param>
/// <param name="Prefix">Tokens up to the first sentence, the same for every passage.</param>
/// <param name="After">Tokens behind the last sentence: they end the user's turn and open the model's.</param>
internal sealed record DescribedPrompt(string Key, int[] Prefix, int[] After);
