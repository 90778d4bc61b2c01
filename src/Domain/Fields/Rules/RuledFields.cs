using System.Globalization;
using Pipeline.Domain.Normalization;
using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;

namespace Pipeline.Domain.Fields.Rules;

/// <summary>A document's fields as the rules look at them.</summary>
internal sealed class RuledFields(ExtractionSchema schema, IReadOnlyDictionary<string, FieldResult> fields)
{
    public const string EffectiveDate = "effective_date";
    public const string ExpirationDate = "expiration_date";
    public const string Term = "term";
    public const string RenewalTerm = "renewal_term";
    public const string NoticePeriod = "notice_period_to_terminate_renewal";
    public const string Parties = "parties";

    public IReadOnlyList<FieldDefinition> Definitions => schema.Fields;

    public FieldResult this[string field] => fields[field];

    public bool Asks(string field, FieldKind kind) => Definition(field)?.Kind == kind;

    /// <summary>The field's one date, where it has a normal form.</summary>
    public DateOnly? Date(string field) =>
        Normalized(field, FieldKind.Date) is { } text && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    public Duration? Duration(string field) =>
        Normalized(field, FieldKind.Duration) is { } text && DurationFinder.FindAll(text) is [{ Duration: { } duration }] ? duration : null;

    private FieldDefinition? Definition(string field) => schema.Fields.FirstOrDefault(definition => definition.Name == field);

    private string? Normalized(string field, FieldKind kind) =>
        Definition(field) is { } definition && definition.Kind == kind && fields[field].Values is [{ Normalized: { } text }] ? text : null;
}
