using Pipeline.Domain.Normalization;
using Pipeline.Domain.Schemas;

namespace Pipeline.Domain.Fields;

/// <summary>Groups a field's findings by value. Every finding ends up in exactly one group, or, where it names two parties, each of its names does.</summary>
internal static class ValueGroups
{
    public static List<ValueGroup> Of(FieldDefinition field, IEnumerable<Finding> findings, IReadOnlyList<string> sentences)
    {
        var mentions = findings.Select(finding => Read(field.Kind, finding, sentences)).ToList();
        if (field.Kind == FieldKind.Party)
        {
            mentions = PairedNames.Split(mentions);
        }

        var full = mentions.GroupBy(mention => mention.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        var names = new ShortNames(field.Kind == FieldKind.Party ? full.Keys : []);
        var shorter = full.Where(group => names.FullOf(group.Key) is not null).ToLookup(group => names.FullOf(group.Key), group => group.Value, StringComparer.Ordinal);
        var groups = full.Where(group => names.FullOf(group.Key) is null)
            .Select(group => new ValueGroup(group.Key, group.Value, shorter[group.Key].SelectMany(mention => mention)))
            .ToList();
        groups.Sort(ValueGroup.BestFirst);
        return groups;
    }

    private static Mention Read(FieldKind kind, Finding finding, IReadOnlyList<string> sentences)
    {
        if (finding.Choice is { } choice)
        {
            return new Mention(finding, null, null, choice, ValueNormalizer.Normalize(kind, choice));
        }

        if (finding.Ungrounded is { } ungrounded)
        {
            return new Mention(finding, null, null, ungrounded, ValueNormalizer.Normalize(kind, ungrounded));
        }

        if (finding.Start is not { } start || finding.Length is not { } length)
        {
            return new Mention(finding, null, null, null, null);
        }

        var text = sentences[finding.Sentence].Substring(start, length);
        return new Mention(finding, start, length, text, ValueNormalizer.Normalize(kind, text));
    }
}
