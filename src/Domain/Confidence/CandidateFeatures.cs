using Pipeline.Domain.Fields;
using Pipeline.Domain.Layout;
using Pipeline.Domain.Results;

namespace Pipeline.Domain.Confidence;

/// <summary>What is known of the candidates of a field: its values and those that did not become values. All of it stands in the result, so a calibration can be made from a results file.</summary>
public static class CandidateFeatures
{
    /// <summary>Names the meaning of the features; a calibration made with another one is not used.</summary>
    public const string Version = "candidate@1";

    private static readonly string[] NoRules =
    [
        Reasons.NotCalibrated, Reasons.NotNormalized, Reasons.Truncated, Reasons.Capped, Reasons.Conflict, Reasons.BelowThreshold,
        Reasons.CutSentence, RoutingReasons.LowConfidence, Reasons.PossibleMiss, RoutingReasons.BudgetNotProven, RoutingReasons.Unreadable,
        Reasons.AmbiguousDate, Reasons.HiddenText, Reasons.NotGrounded, Reasons.UnreadSentences, Reasons.NoProbability,
    ];

    /// <summary>Of each value, then of each candidate, in the result's order.</summary>
    /// <param name="field">With raw confidences.</param>
    public static IReadOnlyList<IReadOnlyDictionary<string, double>> Of(FieldResult field, IReadOnlyList<PageResult> pages)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(pages);
        List<FieldValue> all = [.. field.Values, .. field.Candidates];
        var scanned = pages.Where(page => page.Source == PageSource.Ocr).Select(page => page.Number).ToHashSet();
        var sum = all.Sum(value => value.Confidence);
        return [.. all.Select((value, i) => Of(value, all, i, sum, pages.Count, scanned, field.Reasons))];
    }

    private static SortedDictionary<string, double> Of(FieldValue value, List<FieldValue> all, int index, double sum, int pages, HashSet<int> scanned, IReadOnlyList<string> reasons)
    {
        var rival = all.Where((_, i) => i != index).Select(other => other.Confidence).DefaultIfEmpty(0).Max();
        var places = value.Evidence.Select(place => place.Page).ToArray();
        var first = places.DefaultIfEmpty(1).Min();
        var last = places.DefaultIfEmpty(1).Max();
        var features = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["raw_logit"] = Logit.Of(value.Confidence),
            ["rival_logit"] = Logit.Of(rival),
            ["share"] = sum > 0 ? value.Confidence / sum : 0,
            ["rivals"] = Math.Log(all.Count),
            ["places"] = Math.Log(1 + places.Length),
            ["position"] = pages > 1 ? (double)(first - 1) / (pages - 1) : 0,
            // A party of the preamble that also signs stands on two far pages.
            ["spread"] = pages > 1 ? (double)(last - first) / (pages - 1) : 0,
            ["first_page"] = first == 1 ? 1 : 0,
            ["no_normal_form"] = value.Value is not null && value.Normalized is null ? 1 : 0,
            ["scanned"] = places.Length > 0 ? (double)places.Count(scanned.Contains) / places.Length : 0,
            ["flagged"] = reasons.Contains(Reasons.Truncated) || reasons.Contains(Reasons.Capped) || reasons.Contains(Reasons.CutSentence) ? 1 : 0,
            // Cross-field rules speak through reasons; each code that is not one of ours is a rule that failed.
            ["rules_failed"] = reasons.Except(NoRules).Count(),
        };
        foreach (var (name, decision) in value.Features ?? new Dictionary<string, double>())
        {
            features[name] = decision;
        }

        return features;
    }
}
