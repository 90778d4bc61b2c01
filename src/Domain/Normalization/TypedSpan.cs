namespace Pipeline.Domain.Normalization;

/// <summary>A date, duration or amount of money as it stands in a sentence: start and length in UTF-16 units.</summary>
/// <param name="Normalized">Its normal form (docs/results.md); null for what reads like a value but cannot be one, as 30 February or "two (3) years".</param>
public readonly record struct TypedSpan(int Start, int Length, string? Normalized);
