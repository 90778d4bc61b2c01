using Pipeline.Domain.Fields;

namespace Pipeline.Domain.Confidence;

/// <summary>The rule by which a field's own reasons keep it from being accepted: one rule for the fit, which counts, and for the router, which decides.</summary>
public static class FieldRivals
{
    /// <summary>A rival of a single value that is this probable is a conflict; every weak mention of another state or date is not.</summary>
    public const double ConflictFrom = 0.2;

    private static readonly string[] NoObstacle = [Reasons.NotCalibrated, Reasons.BelowThreshold, Reasons.Conflict, Reasons.PossibleMiss];

    /// <summary>Reasons, but for those that a calibration judges anew: rivals by their probability, possible misses by that of absence.</summary>
    public static IEnumerable<string> Obstacles(IEnumerable<string> reasons) => reasons.Except(NoObstacle);

    public static bool Conflict(bool many, IEnumerable<double> others) => !many && others.Any(other => other >= ConflictFrom);

    internal static bool Blocked(LabelledField field, double[] probabilities) => field.Blocked || Conflict(field.Many, Others(field, probabilities));

    internal static double Whole(LabelledField field, double[] probabilities) =>
        WholeField.Probability(probabilities.Where((_, i) => field.Candidates[i].IsValue), Others(field, probabilities), field.Many);

    private static IEnumerable<double> Others(LabelledField field, double[] probabilities) => probabilities.Where((_, i) => !field.Candidates[i].IsValue);
}
