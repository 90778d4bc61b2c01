namespace Pipeline.Domain.Normalization;

/// <summary>The words at a name's end that say what kind of body it is.</summary>
internal static class LegalForms
{
    // Folded spelling → the one that is shown. Forms that have one spelling only are shown as they stand.
    private static readonly Dictionary<string, string> Shown = new(StringComparer.Ordinal)
    {
        ["inc"] = "Inc.",
        ["incorporated"] = "Inc.",
        ["ltd"] = "Ltd.",
        ["limited"] = "Ltd.",
        ["corp"] = "Corp.",
        ["co"] = "Co.",
        ["llc"] = "LLC",
        ["lp"] = "LP",
        ["llp"] = "LLP",
        ["lllp"] = "LLLP",
        ["plc"] = "PLC",
        ["pte"] = "Pte",
        ["pty"] = "Pty.",
    };

    // One body, two spellings, which the display keeps as the document has them.
    private static readonly Dictionary<string, string> SameForm = new(StringComparer.Ordinal)
    {
        ["corporation"] = "corp",
        ["company"] = "co",
        ["incorporated"] = "inc",
        ["limited"] = "ltd",
    };

    private static readonly HashSet<string> Forms = new(StringComparer.Ordinal)
    {
        "inc", "ltd", "corp", "co", "llc", "lp", "llp", "lllp", "plc", "pte", "pty", "gmbh", "ag", "kg", "kgaa", "se", "sa", "sas", "sarl", "srl", "spa", "nv", "bv", "ab", "asa", "oy", "oyj",
        "aps", "incorporation", "sdn", "bhd", "kk", "pc", "pllc", "na",
    };

    public static bool IsForm(string folded) => Forms.Contains(folded);

    public static string FoldForm(string folded) => SameForm.GetValueOrDefault(folded, folded);

    /// <summary>Gives the forms at the end of a name their one spelling, and takes the commas before them.</summary>
    public static void Rewrite(List<string> words)
    {
        Join(words, "limited", "liability", "company", "LLC");
        Join(words, "limited", "liability", "partnership", "LLP");
        Join(words, "", "limited", "partnership", "LP");
        for (var at = words.Count - 1; at > 0; at--)
        {
            var folded = PartyName.Fold(WithoutPossessive(words[at]));
            if (!Forms.Contains(FoldForm(folded)))
            {
                break;
            }

            words[at] = Shown.GetValueOrDefault(folded) ?? WithoutPossessive(words[at]).TrimEnd(',');
            words[at - 1] = words[at - 1].TrimEnd(',', ' ');
        }

        words.RemoveAll(word => word.Length == 0);
    }

    /// <summary>"Lehman &amp; Company's": of a form an ending, of a name perhaps a part ("Macy's").</summary>
    private static string WithoutPossessive(string word) =>
        word.EndsWith("'s", StringComparison.OrdinalIgnoreCase) || word.EndsWith("’s", StringComparison.OrdinalIgnoreCase) ? word[..^2] : word;

    private static void Join(List<string> words, string first, string second, string third, string form)
    {
        var length = first.Length == 0 ? 2 : 3;
        if (words.Count > length
            && PartyName.Fold(words[^1]) == third && PartyName.Fold(words[^2]) == second && (length == 2 || PartyName.Fold(words[^3]) == first))
        {
            words.RemoveRange(words.Count - length, length);
            words.Add(form);
        }
    }
}
