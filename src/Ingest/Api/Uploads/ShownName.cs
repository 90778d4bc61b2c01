using System.Globalization;
using System.Text;

namespace Pipeline.Ingest.Api.Uploads;

/// <summary>A sender's name for a file as it is shown: never a path, no control characters, nothing that turns or hides text.</summary>
internal static class ShownName
{
    public const string Unnamed = "unnamed";

    private const int Longest = 200;

    public static string Of(string? sent)
    {
        // Some browsers send whole paths: the last part is the name.
        var name = Clean((sent ?? "").Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "");
        return name.Trim('.').Length == 0 ? Unnamed : name;
    }

    /// <summary>Whether a text of the sender's can be kept as it is.</summary>
    public static bool IsPlain(string text) => text.EnumerateRunes().All(IsShown);

    private static string Clean(string name)
    {
        var kept = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            if (IsShown(rune) && kept.Length + rune.Utf16SequenceLength <= Longest)
            {
                kept.Append(rune);
            }
        }

        return kept.ToString().Trim();
    }

    // Formats turn the direction of a name (U+202E) or hide parts of it; U+FFFD stands for what was no character.
    private static bool IsShown(Rune rune) => rune.Value != 0xFFFD
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
