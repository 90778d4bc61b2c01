namespace Pipeline.Domain.Fields.Rules;

/// <summary>Nobody can give notice for longer than the contract, or what it is renewed for, lasts.</summary>
internal sealed class NoticeShorterThanTerm : FieldRule
{
    public override IEnumerable<(string Field, string Reason)> Check(RuledFields fields)
    {
        if (fields.Duration(RuledFields.NoticePeriod) is not { } notice)
        {
            yield break;
        }

        var broken = new[] { RuledFields.Term, RuledFields.RenewalTerm }.Where(field => fields.Duration(field) is { } term && notice.Days >= term.Days).ToList();
        if (broken.Count > 0)
        {
            yield return (RuledFields.NoticePeriod, Reasons.NoticeTooLong);
        }

        foreach (var field in broken)
        {
            yield return (field, Reasons.NoticeTooLong);
        }
    }
}
