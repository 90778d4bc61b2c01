namespace Pipeline.Inference;

/// <summary>Log-probabilities and margins of the likeliest path to a finding (extraction.md §5). A forced step has log-probability 0 and margin 1.</summary>
public sealed record EngineDecisions
{
    public double Finding { get; init; }

    public double Field { get; init; }

    public double FieldMargin { get; init; } = 1;

    public double Value { get; init; }

    public double ValueFirstToken { get; init; }

    public double ValueMinimum { get; init; }

    public double ValueMinimumMargin { get; init; } = 1;

    public double End { get; init; }

    public double AllowedMass { get; init; } = 1;

    public bool Truncated { get; init; }

    public bool Capped { get; init; }
}
