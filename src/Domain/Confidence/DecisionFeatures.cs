using Pipeline.Domain.Fields;

namespace Pipeline.Domain.Confidence;

/// <summary>Features of a group that only its findings know: the decisions of its best finding, and how many sentences speak for it.</summary>
internal static class DecisionFeatures
{
    public static IReadOnlyDictionary<string, double> Of(ValueGroup group)
    {
        var best = group.Best.Finding.Decisions;
        return new OrderedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["finding"] = Round(best.FindingLogProbability),
            ["field"] = Round(best.FieldLogProbability),
            ["field_margin"] = Round(best.FieldMargin),
            ["value"] = Round(best.ValueLogProbability),
            ["value_first"] = Round(best.ValueFirstTokenLogProbability),
            ["value_minimum"] = Round(best.ValueMinimumLogProbability),
            ["value_margin"] = Round(best.ValueMinimumMargin),
            ["end"] = Round(best.EndLogProbability),
            ["allowed_mass"] = Round(best.MinimumAllowedMass),
            ["best_logit"] = Round(Logit.Of(group.Best.Confidence)),
            ["sentences"] = Round(Math.Log(1 + group.Mentions.Select(mention => mention.Finding.Sentence).Distinct().Count())),
        };
    }

    // Four decimals are more than the decisions are worth, and keep the lines of a results file short. Log-probabilities of the impossible stay finite.
    private static double Round(double value) => Math.Round(Math.Clamp(double.IsNaN(value) ? 0 : value, -50, 50), 4);
}
