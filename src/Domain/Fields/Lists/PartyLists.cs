using Pipeline.Domain.Normalization;
using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;

namespace Pipeline.Domain.Fields.Lists;

/// <summary>
/// Says of a field of parties that a list may be incomplete: where a run of sentences holds many names of bodies and the model took some of them for parties, every name of the run
/// that is not a value may be a missing one. A small model reads lists of fifty names with gaps, and a gap must not look like the end of the list.
/// </summary>
public static class PartyLists
{
    /// <summary>Names from which a run is a list: the parties of an ordinary contract, its guarantor and a bank are fewer.</summary>
    public const int Least = 6;

    public static IReadOnlyDictionary<string, FieldResult> Mark(ExtractionSchema schema, IReadOnlyDictionary<string, FieldResult> fields, IReadOnlyList<string> sentences)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(sentences);
        var parties = schema.Fields.Where(field => field is { Kind: FieldKind.Party, Many: true }).Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        if (parties.Count == 0 || Runs(sentences) is not { Count: > 0 } lists)
        {
            return fields;
        }

        return fields.ForReview(Reasons.IncompleteList, (name, field) => parties.Contains(name) && lists.Any(list => HasGap(list, field)));
    }

    private static bool HasGap(HashSet<string> list, FieldResult field)
    {
        var values = Keys(field.Values);
        return !list.IsSubsetOf(values) && list.Overlaps(values.Concat(Keys(field.Candidates)));
    }

    private static HashSet<string> Keys(IReadOnlyList<FieldValue> values) =>
        [.. values.Where(value => value.Value is not null).Select(value => PartyNormalizer.Normalize(value.Value!).Key)];

    private static List<HashSet<string>> Runs(IReadOnlyList<string> sentences)
    {
        var runs = new List<HashSet<string>>();
        var open = new HashSet<string>(StringComparer.Ordinal);
        foreach (var sentence in sentences)
        {
            var names = ListedNames.In(sentence).ToList();
            if (names.Count == 0)
            {
                Close(runs, ref open);
            }

            open.UnionWith(names);
        }

        Close(runs, ref open);
        return runs;
    }

    private static void Close(List<HashSet<string>> runs, ref HashSet<string> open)
    {
        if (open.Count >= Least)
        {
            runs.Add(open);
        }

        open = new HashSet<string>(StringComparer.Ordinal);
    }
}
