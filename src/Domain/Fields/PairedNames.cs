using Pipeline.Domain.Normalization;

namespace Pipeline.Domain.Fields;

/// <summary>
/// One span over two parties ("Diedrich and Green Mountain") is no third party: where its halves stand for two different names found elsewhere in the document,
/// it is read as a mention of each. "Leggett and Platt", whose halves name nobody else, stays whole.
/// </summary>
internal static class PairedNames
{
    private static readonly string[] Joints = [" and ", " & ", ", "];

    public static List<Mention> Split(List<Mention> mentions)
    {
        var names = new ShortNames(mentions.Select(mention => mention.Key));
        return [.. mentions.SelectMany(mention => Halves(mention, names) ?? [mention])];
    }

    private static Mention[]? Halves(Mention mention, ShortNames names)
    {
        if (mention.Text is not { } text)
        {
            return null;
        }

        foreach (var joint in Joints)
        {
            var at = text.IndexOf(joint, StringComparison.OrdinalIgnoreCase);
            if (at <= 0 || at + joint.Length >= text.Length)
            {
                continue;
            }

            var left = Part(mention, text, 0, at);
            var right = Part(mention, text, at + joint.Length, text.Length - at - joint.Length);
            if (Named(left, names) is { } one && Named(right, names) is { } two && one != two && one != mention.Key && two != mention.Key)
            {
                return [left, right];
            }
        }

        return null;
    }

    private static string? Named(Mention half, ShortNames names) => half.Form?.Text is null ? null : names.Named(half.Key);

    private static Mention Part(Mention whole, string text, int start, int length)
    {
        var part = text.Substring(start, length);
        return whole with { Start = whole.Start + start, Length = length, Text = part, Form = PartyNormalizer.Normalize(part) };
    }
}
