namespace Pipeline.Domain.Confidence;

/// <summary>What the search for a threshold found.</summary>
/// <param name="Budget">The share that may be wrong.</param>
/// <param name="Threshold">Scores from here on are accepted; null where no level could be proven.</param>
/// <param name="Checks">Checked outcomes from the threshold on; without a threshold, from the level that came nearest.</param>
/// <param name="Wrong">Of these, how many were wrong.</param>
/// <param name="Bound">One-sided 95 % upper bound of the share of wrong ones.</param>
/// <param name="MissingChecks">How many further checks, none of them wrong, would prove the nearest level; 0 where one is proven.</param>
public sealed record ThresholdTest(double Budget, double? Threshold, int Checks, int Wrong, double Bound, int MissingChecks);
