using System.Text.RegularExpressions;
using Pipeline.Domain.Schemas;

namespace Pipeline.Domain.Fields.Blanks;

/// <summary>
/// The blanks of a sentence: <c>____</c>, <c>[***]</c>, <c>[●]</c>, <c>[ ]</c>, <c>$____</c>, <c>this __ day of ____, 20__</c>, <c>[INSERT DATE]</c>, and the ones that are lines on paper
/// and leave nothing in the text: <c>made as of , 2009</c>. Lines to sign on are no blanks of the contract: "By: ____", "Name: ____", "Date: ____".
/// </summary>
public static partial class BlankFinder
{
    // A form of a hundred lines is one sentence at worst; more blanks than this say nothing new.
    private const int MostBlanks = 50;

    public static IReadOnlyList<Blank> Find(string sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        if (IsForm(sentence))
        {
            return [];
        }

        var found = new List<Blank>();
        foreach (var match in Dates().Matches(sentence).Concat(EmptyDates().Matches(sentence)).OrderBy(match => match.Index))
        {
            // Without a mark the pattern is a date that somebody filled in.
            if (Mark().IsMatch(match.Value) || match.Groups["empty"].Success)
            {
                Add(found, match.Groups["date"], FieldKind.Date);
            }
        }

        foreach (Match match in Mark().Matches(sentence))
        {
            var before = sentence[..match.Index];
            if (!SignatureLabel().IsMatch(before))
            {
                Add(found, match, Kind(before, sentence[(match.Index + match.Length)..]));
            }
        }

        found.Sort((left, right) => left.Start.CompareTo(right.Start));
        return found;
    }

    private static void Add(List<Blank> found, Capture place, FieldKind? kind)
    {
        if (found.Count < MostBlanks && !found.Exists(blank => blank.Start < place.Index + place.Length && place.Index < blank.End))
        {
            found.Add(new Blank(place.Index, place.Length, kind));
        }
    }

    /// <summary>Mostly lines: a signature block or a form to fill in by hand.</summary>
    private static bool IsForm(string sentence)
    {
        var lines = sentence.Count(c => c == '_');
        return lines > 12 && lines * 2 > sentence.Length && !Preamble().IsMatch(sentence);
    }

    private static FieldKind? Kind(string before, string after) =>
        MoneyBefore().IsMatch(before) || MoneyAfter().IsMatch(after) ? FieldKind.Money
        : DurationAfter().IsMatch(after) ? FieldKind.Duration
        : DateBefore().IsMatch(before) ? FieldKind.Date
        : LawBefore().IsMatch(before) ? FieldKind.Jurisdiction
        : PartyBefore().IsMatch(before) && PartyAfter().IsMatch(after) ? FieldKind.Party
        : null;

    [GeneratedRegex(@"_{3,}|\[[ _*●•.]*\]|\[(?:insert|to be|TBD|DATE|NAME|MONTH|AMOUNT|COMPANY|PARTY)[^\]\[]{0,60}\]|(?<=^|[ (\[$€£])_{1,2}(?=$|[ ),.;\]])|(?<=\b(?:19|20)\d?)_{1,2}", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();

    /// <summary>A date of which a part is a blank: a day, a month and what there is of a year.</summary>
    [GeneratedRegex(@"(?<date>(?:_+|\[[^\]\[]{0,12}\]|\d{1,2}(?:st|nd|rd|th)?) day of,? (?:_+|\[[^\]\[]{0,12}\]|[A-Z][a-z]{2,8})(?: ?,? ?(?:(?:19|20)[\d_]{0,2}(?:\[[^\]\[]{0,6}\])?|_+|\[[^\]\[]{0,6}\]))?|(?:_+|\[[^\]\[]{0,12}\]|[A-Z][a-z]{2,8}) ?(?:_+|\[[^\]\[]{0,6}\]) ?, ?(?:(?:19|20)[\d_]{0,2}|_+)|(?:_{2,}|\[[ _*●•.]*\]) ?, ?(?:19|20)[\d_]{1,2})", RegexOptions.CultureInvariant)]
    private static partial Regex Dates();

    /// <summary>"as of , 2009", "this day of , 2006", "the day of , 20 (": the line is drawn, not written.</summary>
    [GeneratedRegex(@"\b(?:as of|dated|effective|made|on|this) (?<empty>(?<date>(?:the |this )?day of ?,? ?(?:19|20)\d{0,2}|, ?(?:19|20)\d{0,2}))(?= ?[\(,.]| (?:by|between|among|\())", RegexOptions.CultureInvariant)]
    private static partial Regex EmptyDates();

    [GeneratedRegex(@"(?:\b(?:By|Name|Title|Its|Date|Signed|Signature|Witness|Address|Printed|Phone|Fax|Email|E-mail|No)\b[^.;]{0,12}[:.]|/s/[^:]{0,40}|\bX) ?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SignatureLabel();

    [GeneratedRegex(@"\b(?:between|among|agreement|governed)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Preamble();

    [GeneratedRegex(@"(?:[$€£]|\b(?:USD|EUR|GBP|CAD|CHF)) ?$", RegexOptions.CultureInvariant)]
    private static partial Regex MoneyBefore();

    [GeneratedRegex(@"^ ?(?:\([^()]{0,20}\) ?)?(?:US |U\.S\. )?(?:dollars|euros?|pounds sterling|USD|EUR|GBP)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MoneyAfter();

    [GeneratedRegex(@"^ ?(?:\([^()]{0,20}\) ?)?-?(?:calendar |business )?(?:days?|weeks?|months?|years?)\b(?! of\b)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DurationAfter();

    [GeneratedRegex(@"\b(?:as of|dated|effective on|effective from|commenc(?:es?|ing) on|expires? on|until) $", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DateBefore();

    [GeneratedRegex(@"\blaws? of (?:the )?(?:(?:State|Commonwealth|Province|Republic) of )?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LawBefore();

    [GeneratedRegex(@"\b(?:between|among|and|I|by),? $", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PartyBefore();

    [GeneratedRegex("""^ ?(?:\((?:the |each |hereinafter |")?["“]|, an? |,? ?\(["“])""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PartyAfter();
}
