using System.Globalization;
using Pipeline.Domain.Results;

namespace Pipeline.Cli.Run;

/// <summary>What the results of a run add up to.</summary>
/// <param name="Statuses">How many documents ended how; those with none are left out.</param>
/// <param name="Values">Values of all documents.</param>
/// <param name="ToReview">Of these, how many a person should look at.</param>
/// <param name="Costs">Of each document that was paid for.</param>
internal sealed record RunSums(IReadOnlyList<(ResultStatus Status, int Count)> Statuses, int Values, int ToReview, IReadOnlyList<decimal> Costs, string? Currency)
{
    public static RunSums Of(RunSummary run)
    {
        var values = run.Results.SelectMany(result => result.Fields.Values).SelectMany(field => field.Values.Select(_ => field.Decision)).ToArray();
        return new RunSums(
            [.. run.Results.GroupBy(result => result.Status).OrderBy(group => group.Key).Select(group => (group.Key, group.Count()))],
            values.Length,
            values.Count(decision => decision == FieldDecision.Review),
            [.. run.Results.Where(result => result.Cost.Lines.Count > 0).Select(result => decimal.Parse(result.Cost.Total, CultureInfo.InvariantCulture))],
            run.Results.Count > 0 ? run.Results[0].Cost.Currency : null);
    }
}
