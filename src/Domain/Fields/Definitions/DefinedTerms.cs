using System.Text.RegularExpressions;

namespace Pipeline.Domain.Fields.Definitions;

/// <summary>Finds what contracts define: <c>"Term" means …</c>, <c>"Term" has the meaning set forth in …</c>, <c>… (the "Term")</c>.</summary>
internal static partial class DefinedTerms
{
    // What a definition in brackets is about stands right before it: "as of the 3rd day of May, in the year 2011 (the …)".
    private const int LongestLead = 60;
    private const int LongestBody = 200;

    /// <summary>The definitions of one term, in reading order.</summary>
    public static IEnumerable<Definition> Find(IReadOnlyList<string> sentences, string term)
    {
        for (var sentence = 0; sentence < sentences.Count; sentence++)
        {
            var text = sentences[sentence];
            if (!text.Contains(term, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            foreach (Match match in Bracketed().Matches(text))
            {
                if (match.Groups["term"].Value.Equals(term, StringComparison.OrdinalIgnoreCase))
                {
                    var start = Math.Max(0, match.Index - LongestLead);
                    yield return new Definition(sentence, term, start, match.Index - start, ReadsBackward: true);
                }
            }

            foreach (Match match in Meaning().Matches(text))
            {
                if (match.Groups["term"].Value.Equals(term, StringComparison.OrdinalIgnoreCase))
                {
                    var start = match.Index + match.Length;
                    yield return new Definition(sentence, term, start, Math.Min(LongestBody, text.Length - start), ReadsBackward: false);
                }
            }
        }
    }

    /// <summary>The term that a field's value would be defined as: "effective date".</summary>
    public static string TermOf(string field) => field.Replace('_', ' ');

    /// <summary>The term that a bracket right at this place defines, or null.</summary>
    public static string? NameOf(string sentence, int at) =>
        Bracketed().Match(sentence, at) is { Success: true } match && sentence.AsSpan(at, match.Index - at).Trim(" ,").IsEmpty ? match.Groups["term"].Value : null;

    [GeneratedRegex("""\((?:(?:the|this|hereinafter|hereafter|herein|referred|to|as|collectively|each|or),? ){0,6}["“”'‘’]{1,2}(?:the )?(?<term>[A-Za-z][A-Za-z \-]{1,40}?)[,.]?["“”'’]{1,2}(?:[^()]{0,60})\)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Bracketed();

    [GeneratedRegex("""["“”]{1,2}(?:the )?(?<term>[A-Za-z][A-Za-z \-]{1,40}?)[,.]?["“”]{1,2},? (?:(?:of this Agreement )?(?:shall )?(?:means?|be|is)\b|(?:shall have|has|have) the meaning\b)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Meaning();
}
