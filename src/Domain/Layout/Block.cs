namespace Pipeline.Domain.Layout;

/// <summary>Words that belong together (a paragraph, a heading, a table cell), in reading order.</summary>
public sealed record Block(IReadOnlyList<Word> Words);
