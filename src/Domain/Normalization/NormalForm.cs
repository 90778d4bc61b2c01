namespace Pipeline.Domain.Normalization;

/// <summary>What a normaliser made of a value.</summary>
public sealed record NormalForm
{
    /// <summary>Values with the same key are one value. Folds harder than <see cref="Text"/> and is never shown.</summary>
    public required string Key { get; init; }

    /// <summary>The normal form that results show; null where none could be made, and then <see cref="Problem"/> says why.</summary>
    public required string? Text { get; init; }

    /// <summary>ISO 8601, for dates and durations: <c>2009-09-23</c>, <c>P2Y</c>.</summary>
    public string? Iso { get; init; }

    /// <summary>The value can be read in another way too: the day and the month of "03/04/2024".</summary>
    public bool Ambiguous { get; init; }

    public NormalizationProblem? Problem { get; init; }

    internal static NormalForm Failed(string value, NormalizationProblem problem) =>
        new() { Key = "?" + Spacing.Collapse(value).ToLowerInvariant(), Text = null, Problem = problem };
}
