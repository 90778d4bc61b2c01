namespace Pipeline.Domain.Segmentation;

/// <summary>A sentence: its words joined by one space, and each word's place. <see cref="Text"/> is what the model reads and what quotes are cut from.</summary>
public sealed record Sentence(string Text, IReadOnlyList<WordReference> Words);
