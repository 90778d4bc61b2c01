namespace Pipeline.Domain.Fields.Rules;

/// <summary>A contract takes effect before it expires, or on that day.</summary>
internal sealed class DatesInOrder : FieldRule
{
    public override IEnumerable<(string Field, string Reason)> Check(RuledFields fields) =>
        fields.Date(RuledFields.EffectiveDate) > fields.Date(RuledFields.ExpirationDate)
            ? [(RuledFields.EffectiveDate, Reasons.DatesOutOfOrder), (RuledFields.ExpirationDate, Reasons.DatesOutOfOrder)]
            : [];
}
