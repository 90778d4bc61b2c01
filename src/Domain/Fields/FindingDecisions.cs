namespace Pipeline.Domain.Fields;

/// <summary>The decoder's own probabilities on the likeliest path to a finding (extraction.md §5): natural logarithms, and margins between the best two options (1 where there was no rival).</summary>
public sealed record FindingDecisions
{
    /// <summary>log P(there is a finding at this sentence).</summary>
    public required double FindingLogProbability { get; init; }

    public required double FieldLogProbability { get; init; }

    public required double FieldMargin { get; init; }

    public required double ValueLogProbability { get; init; }

    public required double ValueFirstTokenLogProbability { get; init; }

    public required double ValueMinimumLogProbability { get; init; }

    public required double ValueMinimumMargin { get; init; }

    public required double EndLogProbability { get; init; }

    /// <summary>The least share of the full softmax that the allowed tokens held at any decision; low means that the model wanted to say something else.</summary>
    public required double MinimumAllowedMass { get; init; }

    /// <summary>The value was cut at the length limit.</summary>
    public bool Truncated { get; init; }

    /// <summary>The sentence hit the cap on findings.</summary>
    public bool Capped { get; init; }
}
