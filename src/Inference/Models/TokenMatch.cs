namespace Pipeline.Inference.Models;

/// <summary>A token and how many bytes of the text it covers.</summary>
internal readonly record struct TokenMatch(int Token, int Length);
