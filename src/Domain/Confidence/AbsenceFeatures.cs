using Pipeline.Domain.Results;

namespace Pipeline.Domain.Confidence;

/// <summary>What speaks against the absence of a field for which no value was found.</summary>
public static class AbsenceFeatures
{
    public static IReadOnlyDictionary<string, double> Of(string field, FieldResult result, IReadOnlyList<PossibleMiss> misses)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(misses);
        var probabilities = misses.Where(miss => miss.Field == field).Select(miss => miss.Probability).ToArray();
        var best = result.Candidates.Select(candidate => candidate.Confidence).DefaultIfEmpty(0).Max();
        return new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["best_miss"] = probabilities.DefaultIfEmpty(0).Max(),
            ["misses"] = Math.Log(1 + probabilities.Length),
            ["best_candidate"] = best,
        };
    }
}
