using Pipeline.Domain.Schemas;

namespace Pipeline.Domain.Fields.Rules;

/// <summary>A date that the document names, not one to be worked out: "on the second anniversary" needs somebody to do that.</summary>
internal sealed class NamedDate : FieldRule
{
    public override IEnumerable<(string Field, string Reason)> Check(RuledFields fields) =>
        from field in fields.Definitions
        where field.Kind == FieldKind.Date && fields[field.Name].Values.Any(value => value.Value is null)
        select (field.Name, Reasons.ComputedDate);
}
