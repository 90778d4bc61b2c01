namespace Pipeline.Inference.OpenAi;

/// <summary>What all passages of a document have in common.</summary>
internal sealed record PassageAsked(IReadOnlyList<EngineField> Fields, EndpointPrompt Prompt, EndpointReading Reading);
