namespace Pipeline.Domain.Results;

/// <summary>A sentence where the model gave a field some probability, but less than what makes a finding.</summary>
public sealed record PossibleMiss(string Field, int Page, string Quote, double Probability);
