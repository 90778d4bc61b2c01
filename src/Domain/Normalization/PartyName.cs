using System.Text;

namespace Pipeline.Domain.Normalization;

/// <summary>The folded words of a party's name, by which names are compared.</summary>
internal static class PartyName
{
    /// <summary>Letters and digits only, lower case: "L.L.C." is "llc", "Bj’S" is "bjs".</summary>
    public static string Fold(string word)
    {
        var folded = new StringBuilder(word.Length);
        foreach (var rune in word.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                folded.Append(Rune.ToLowerInvariant(rune));
            }
        }

        return folded.ToString();
    }

    public static string Key(IEnumerable<string> words)
    {
        var folded = words.SelectMany(word => word.Split('&', '/', '-')).Select(Fold).Where(word => word is not ("" or "and")).Select(LegalForms.FoldForm).ToList();
        if (folded.Count > 1 && folded[0] == "the")
        {
            folded.RemoveAt(0);
        }

        return string.Join(' ', folded);
    }

    /// <summary>The words of a key without its legal form.</summary>
    public static string[] Core(string key)
    {
        var words = key.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var end = words.Length;
        while (end > 0 && LegalForms.IsForm(words[end - 1]))
        {
            end--;
        }

        return words[..end];
    }
}
