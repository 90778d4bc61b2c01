using Pipeline.Domain.Schemas;

namespace Pipeline.Domain.Fields.Rules;

/// <summary>What governs a contract is a state or country that exists.</summary>
internal sealed class KnownJurisdiction : FieldRule
{
    public override IEnumerable<(string Field, string Reason)> Check(RuledFields fields) =>
        from field in fields.Definitions
        where field.Kind == FieldKind.Jurisdiction && fields[field.Name].Values.Any(value => value is { Value: not null, Normalized: null })
        select (field.Name, Reasons.UnknownJurisdiction);
}
