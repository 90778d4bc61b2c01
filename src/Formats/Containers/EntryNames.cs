using System.Globalization;
using System.Text;

namespace Pipeline.Formats.Containers;

/// <summary>Names to show for what is in a container: below the container's name whatever they hold, of printable characters, each once.</summary>
internal sealed class EntryNames(string container)
{
    private const int MaxPart = 120;
    private const int MaxParts = 16;

    private readonly HashSet<string> _given = new(StringComparer.Ordinal);

    public string Next(string name)
    {
        var parts = name.Replace('\\', '/').Split('/').Select(Clean).Where(part => part.Length > 0 && part.Trim('.').Length > 0).TakeLast(MaxParts).ToList();
        var place = parts.Count > 0 ? string.Join('/', parts) : "unnamed";
        var unique = place;
        for (var i = 2; !_given.Add(unique); i++)
        {
            unique = string.Create(CultureInfo.InvariantCulture, $"{place} ({i})");
        }

        return container + "/" + unique;
    }

    private static string Clean(string part)
    {
        var kept = new StringBuilder();
        foreach (var rune in part.EnumerateRunes())
        {
            // Formats turn the direction of a name or hide parts of it.
            var shown = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
            if (shown && kept.Length < MaxPart && rune.Value is not (':' or 0xFFFD))
            {
                kept.Append(rune);
            }
        }

        return kept.ToString().Trim();
    }
}
