using System.Globalization;
using System.Text;

namespace Pipeline.Domain.Evaluation;

/// <summary>The normative scorer's comparison form of a value, in Python's semantics of lower() and \s, which differ from .NET's in a few characters.</summary>
internal static class KleisterFold
{
    public static string Fold(string value)
    {
        var folded = new StringBuilder(value.Length);
        foreach (var c in Lower(value.Replace('_', ' ')))
        {
            if (c is '.' or ',' or '“' or '”' or '"' or '\'' or '’' or '(' or ')')
            {
                continue;
            }

            if (!IsSpace(c))
            {
                folded.Append(c);
            }
            else if (folded.Length > 0 && folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }

        return folded.ToString().TrimEnd(' ');
    }

    /// <summary>"2 years and a half" → "2 year"; what does not begin as a duration stays. The value is folded already.</summary>
    public static string Term(string folded)
    {
        var at = 0;
        while (at < folded.Length && Rune.TryGetRuneAt(folded, at, out var rune) && Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber)
        {
            at += rune.Utf16SequenceLength;
        }

        if (at == 0)
        {
            return folded;
        }

        var number = folded[..at];
        var rest = folded.AsSpan(at).TrimStart(' ');
        foreach (var unit in (string[])["year", "month", "week", "day"])
        {
            if (rest.StartsWith(unit, StringComparison.Ordinal))
            {
                return $"{number} {unit}";
            }
        }

        return folded;
    }

    /// <summary>str.isspace: the two-way classes WS, B and S, and the category Zs.</summary>
    private static bool IsSpace(char c) =>
        c is (>= '\t' and <= '\r') or (>= '\u001c' and <= ' ') or '\u0085' or '\u00a0' or '\u1680' or (>= '\u2000' and <= '\u200a') or '\u2028' or '\u2029' or '\u202f' or '\u205f' or '\u3000';

    /// <summary>str.lower: the full mapping of Unicode, where İ becomes two characters and Σ at a word's end becomes ς.</summary>
    public static string Lower(string value)
    {
        var lower = value.ToLowerInvariant();
        if (!value.AsSpan().ContainsAny('\u0130', '\u03a3'))
        {
            return lower;
        }

        var full = new StringBuilder(lower.Length + 1);
        for (var i = 0; i < value.Length; i++)
        {
            full.Append(value[i] switch
            {
                '\u0130' => "i\u0307",
                '\u03a3' => EndsWord(value, i) ? "\u03c2" : "\u03c3",
                _ => lower[i].ToString(),
            });
        }

        return full.ToString();
    }

    private static bool EndsWord(string value, int at) =>
        NextCased(value, at, -1) && !NextCased(value, at, 1);

    private static bool NextCased(string value, int at, int step)
    {
        for (at += step; at >= 0 && at < value.Length; at += step)
        {
            var category = char.GetUnicodeCategory(value[at]);
            var ignorable = value[at] is '\'' or '.' or ':' or '\u00b7' or '\u2018' or '\u2019' or '\u2024' or '\u2027'
                || category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
                    or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;
            if (!ignorable)
            {
                return category is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter;
            }
        }

        return false;
    }
}
