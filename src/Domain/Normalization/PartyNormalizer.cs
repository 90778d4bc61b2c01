namespace Pipeline.Domain.Normalization;

/// <summary>
/// Party names as registers write them: one space, "&amp;" as "and", the legal form in one spelling without a comma before it ("NIKE, Incorporated" → "NIKE Inc.").
/// The document's capitals stay. Forms that the law tells apart stay apart, and so do "Corp." and "Corporation" on show; the key folds those two and every mark and capital.
/// </summary>
public static class PartyNormalizer
{
    private static readonly char[] Edges = [' ', ',', ';', ':', '“', '”', '"', '‘', '*', '_'];
    private static readonly string[] Honorifics = ["mr", "mrs", "ms", "messrs"];

    public static NormalForm Normalize(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var words = Words(value);
        var text = string.Join(' ', words);
        var key = PartyName.Key(words);
        return key.Length == 0
            ? NormalForm.Failed(value, NormalizationProblem.NotRecognized)
            : new NormalForm { Key = key, Text = text };
    }

    private static List<string> Words(string value)
    {
        var trimmed = WithoutDefinitions(Spacing.Collapse(value).Trim(Edges));
        var words = new List<string>();
        foreach (var word in trimmed.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            // "&" between names, also where the typesetter lost one of its spaces; "AT&T" is a word.
            var bare = word.Trim('&');
            if (bare.Length < word.Length && word[0] == '&')
            {
                words.Add("and");
            }

            // A comma on its own ("Acme , Inc.") says nothing.
            if (bare.Trim(',').Length > 0)
            {
                words.Add(bare);
            }

            if (bare.Length > 0 && word[^1] == '&')
            {
                words.Add("and");
            }
        }

        if (words.Count > 1 && Honorifics.Contains(PartyName.Fold(words[0])))
        {
            words.RemoveAt(0);
        }

        LegalForms.Rewrite(words);
        return words;
    }

    /// <summary>Without definitions in brackets at the end: 'Acme Inc. (the "Company")'.</summary>
    private static string WithoutDefinitions(string text)
    {
        while (text.EndsWith(')') && text.LastIndexOf('(') is > 0 and var open)
        {
            text = text[..open].Trim(Edges);
        }

        return text;
    }
}
