using Pipeline.Domain.Normalization;

namespace Pipeline.Domain.Fields.Lists;

/// <summary>Names of bodies in a text, told by the legal form at their end ("Amber Foods LLC"). Names of people, and bodies without a form, are not seen.</summary>
public static class ListedNames
{
    private const int MostWords = 6;

    // With a capital at the start of a sentence, or of a defined term ("The Company").
    private static readonly HashSet<string> NoPartOfName = new(StringComparer.Ordinal) { "The", "This", "Each", "Such", "Any", "Between", "Among", "By", "And", "With", "Also" };

    /// <summary>The normalised keys of the names, in the order of the text.</summary>
    public static IEnumerable<string> In(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var at = 1; at < words.Length; at++)
        {
            var last = at == words.Length - 1 || !IsForm(words[at + 1]);
            if (last && IsForm(words[at]) && NameBefore(words, at) is { } name)
            {
                yield return name;
            }
        }
    }

    private static bool IsForm(string word) => char.IsUpper(word[0]) && LegalForms.IsForm(LegalForms.FoldForm(PartyName.Fold(word)));

    private static string? NameBefore(string[] words, int form)
    {
        var first = form;
        // A comma ends the name before, but for the one in front of the form itself ("Acme, Inc.").
        while (first > 0 && form - first < MostWords && IsPartOfName(words[first - 1]) && (IsForm(words[first]) || !words[first - 1].EndsWith(',')) && !EndsName(words[first - 1]))
        {
            first--;
        }

        if (NoPartOfName.Contains(words[first]))
        {
            first++;
        }

        return first < form ? PartyNormalizer.Normalize(string.Join(' ', words[first..(form + 1)])).Key : null;
    }

    private static bool IsPartOfName(string word) => char.IsUpper(word[0]) || word == "&" || char.IsDigit(word[0]);

    /// <summary>What stands in a list before a name: "(1)", "Inc.;".</summary>
    private static bool EndsName(string word) => word[^1] is ';' or ':' or ')' || (IsForm(word) && word[^1] == ',');
}
