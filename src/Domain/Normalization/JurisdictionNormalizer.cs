namespace Pipeline.Domain.Normalization;

/// <summary>
/// Jurisdictions to the name by which they are known: "the laws of the State of New York, U.S.A." → "New York". Beside a country its state or province is the
/// jurisdiction. Cities decide nothing; "Georgia" is the state. What is not in the table has no normal form.
/// </summary>
public static class JurisdictionNormalizer
{
    // A value's words that name no place. "State of" and its kin go one by one, as "the internal laws of the Commonwealth of …" piles them up.
    private static readonly HashSet<string> Leading = new(StringComparer.Ordinal)
    {
        "the", "a", "law", "laws", "internal", "substantive", "domestic", "local", "federal", "of", "in", "and", "state", "states", "commonwealth", "province", "territory", "republic", "kingdom",
        "country", "principality", "emirate", "sultanate", "under", "by",
    };

    private static readonly HashSet<string> Trailing = new(StringComparer.Ordinal) { "law", "laws", "only", "state", "province", "and", "the" };

    // Long enough for any name with all its forms of address; a longer value is a clause.
    private const int MostCharacters = 200;

    public static NormalForm Normalize(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length > MostCharacters)
        {
            return NormalForm.Failed(value, NormalizationProblem.NotRecognized);
        }

        // "New York" alone, or "Wilmington, Delaware, U.S.A.": from the back, a country only if no state stands before it.
        JurisdictionNames.Place? found = null;
        foreach (var part in value.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            if (Lookup(part) is { } place && (found is null || (!found.Subdivision && place.Subdivision)))
            {
                found = place;
            }
        }

        return found is null
            ? NormalForm.Failed(value, NormalizationProblem.NotRecognized)
            : new NormalForm { Key = found.Name, Text = found.Name };
    }

    private static JurisdictionNames.Place? Lookup(string part)
    {
        var words = JurisdictionNames.Fold(part).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var last = words.Length; last > 0; last--)
        {
            for (var first = 0; first < last; first++)
            {
                if (Find(string.Join(' ', words[first..last]), part) is { } place)
                {
                    return place;
                }

                if (!Leading.Contains(words[first]))
                {
                    break;
                }
            }

            if (!Trailing.Contains(words[last - 1]))
            {
                break;
            }
        }

        return null;
    }

    private static JurisdictionNames.Place? Find(string folded, string part) =>
        JurisdictionNames.Find(folded) is { } place && (!place.CodeOnly || IsCapital(part)) ? place : null;

    private static bool IsCapital(string part) => !part.Any(char.IsLower);
}
