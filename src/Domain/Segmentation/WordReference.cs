using Pipeline.Domain.Layout;

namespace Pipeline.Domain.Segmentation;

/// <summary>A word of a sentence: its page number, its block's index on that page (lines are numbered per block), and the word itself.</summary>
public readonly record struct WordReference(int Page, int Block, Word Word);
