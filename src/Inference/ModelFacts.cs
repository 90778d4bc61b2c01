using System.Text.Json.Serialization;

namespace Pipeline.Inference;

/// <summary>What a model file says of itself, once llama.cpp has loaded it.</summary>
/// <param name="Architecture">llama.cpp's short description: architecture, size, quantisation.</param>
/// <param name="Name">As its makers call it; empty where the file does not say.</param>
/// <param name="License">Empty where the file does not say.</param>
/// <param name="Vocabulary">Kind of its vocabulary.</param>
/// <param name="Window">Tokens that it was trained to read at a time.</param>
/// <param name="Obstacle">Why it cannot be asked in the described style, and what to do; null where it can.</param>
public sealed record ModelFacts(string Architecture, string Name, string License, string Vocabulary, long Parameters, int Window, string? Obstacle);

/// <summary>Facts between processes.</summary>
[JsonSerializable(typeof(ModelFacts))]
public sealed partial class ModelFactsJson : JsonSerializerContext;
