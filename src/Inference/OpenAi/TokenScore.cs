namespace Pipeline.Inference.OpenAi;

/// <summary>How sure a model was of a token.</summary>
/// <param name="LogProbability">Of what the token decided, among what the grammar allows and the endpoint tells of.</param>
/// <param name="Margin">Its probability less that of the best rival.</param>
/// <param name="AllowedMass">The share of the full softmax that these hold.</param>
internal readonly record struct TokenScore(double LogProbability, double Margin, double AllowedMass);
