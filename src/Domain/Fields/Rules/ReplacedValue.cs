using System.Text.RegularExpressions;
using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;

namespace Pipeline.Domain.Fields.Rules;

/// <summary>An amendment cites the value that it takes away beside the one that it sets. Both stand in one sentence, and the model may take either.</summary>
internal sealed partial class ReplacedValue : FieldRule
{
    public override IEnumerable<(string Field, string Reason)> Check(RuledFields fields) =>
        from field in fields.Definitions
        where field is { Many: false, Kind: FieldKind.Date or FieldKind.Duration or FieldKind.Money or FieldKind.Jurisdiction } && fields[field.Name].Values is [var value] && IsReplaced(value, fields[field.Name].Candidates)
        select (field.Name, Reasons.ReplacedValue);

    private static bool IsReplaced(FieldValue value, IReadOnlyList<FieldValue> rivals) =>
        value is { Value: not null, Evidence: [var place, ..] } && Replaces().IsMatch(place.Quote)
        && rivals.Any(rival => rival.Value is not null && rival.Normalized != value.Normalized && rival.Evidence.Any(other => other.Quote == place.Quote));

    [GeneratedRegex(@"\b(?:amended|deleted|replaced|superseded|substituted|restated|instead|in lieu of|in place of|extended (?:from|to|until))\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Replaces();
}
