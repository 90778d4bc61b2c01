using Pipeline.Domain.Normalization;

namespace Pipeline.Domain.Fields.Rules;

/// <summary>A contract expires when its term is over, counted from the day it takes effect.</summary>
internal sealed class ExpirationAfterTerm : FieldRule
{
    /// <summary>"Until the end of the month", "the day before the anniversary": contracts that count in months or years end within a month of the exact day.</summary>
    public const int ToleranceOfMonths = 31;

    /// <summary>Those that count in days or weeks mean the day, give or take a weekend and a day of signing.</summary>
    public const int ToleranceOfDays = 3;

    public override IEnumerable<(string Field, string Reason)> Check(RuledFields fields)
    {
        if (fields.Date(RuledFields.EffectiveDate) is not { } start || fields.Date(RuledFields.ExpirationDate) is not { } end || fields.Duration(RuledFields.Term) is not { } term)
        {
            return [];
        }

        var tolerance = term.Unit is DurationUnit.Day or DurationUnit.Week ? ToleranceOfDays : ToleranceOfMonths;
        return term.After(start) is { } expected && Math.Abs(end.DayNumber - expected.DayNumber) <= tolerance
            ? []
            : [(RuledFields.EffectiveDate, Reasons.TermMismatch), (RuledFields.ExpirationDate, Reasons.TermMismatch), (RuledFields.Term, Reasons.TermMismatch)];
    }
}
