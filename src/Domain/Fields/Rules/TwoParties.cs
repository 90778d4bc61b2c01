using Pipeline.Domain.Schemas;

namespace Pipeline.Domain.Fields.Rules;

/// <summary>A contract has at least two parties.</summary>
internal sealed class TwoParties : FieldRule
{
    public override IEnumerable<(string Field, string Reason)> Check(RuledFields fields) =>
        from field in fields.Definitions
        where field is { Name: RuledFields.Parties, Kind: FieldKind.Party, Many: true } && fields[field.Name].Values.Count < 2
        select (field.Name, Reasons.FewerThanTwoParties);
}
