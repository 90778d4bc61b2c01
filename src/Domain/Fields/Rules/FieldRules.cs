using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;

namespace Pipeline.Domain.Fields.Rules;

/// <summary>All rules between fields (extraction.md §6). What breaks one is never accepted unseen; its values stay as they are.</summary>
public static class FieldRules
{
    private static readonly FieldRule[] All = [new DatesInOrder(), new ExpirationAfterTerm(), new NoticeShorterThanTerm(), new TwoParties(), new KnownJurisdiction(), new NamedDate(), new ReplacedValue()];

    public static IReadOnlyDictionary<string, FieldResult> Apply(ExtractionSchema schema, IReadOnlyDictionary<string, FieldResult> fields)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(fields);
        var ruled = new RuledFields(schema, fields);
        var broken = All.SelectMany(rule => rule.Check(ruled)).ToLookup(breach => breach.Field, breach => breach.Reason, StringComparer.Ordinal);
        var result = new OrderedDictionary<string, FieldResult>(fields.Count, StringComparer.Ordinal);
        foreach (var (name, field) in fields)
        {
            result.Add(name, field.ForReview([.. broken[name]]));
        }

        return result;
    }
}
