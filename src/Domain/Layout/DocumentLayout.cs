namespace Pipeline.Domain.Layout;

/// <summary>What every reader gives: all pages in order, with their words in reading order.</summary>
public sealed record DocumentLayout(IReadOnlyList<Page> Pages);
