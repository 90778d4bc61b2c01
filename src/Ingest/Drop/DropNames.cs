using System.Globalization;
using System.Text;

namespace Pipeline.Ingest.Drop;

/// <summary>What names in a watched folder mean.</summary>
internal static class DropNames
{
    /// <summary>Laid beside a file to say that it is complete: <c>x.pdf.done</c> for <c>x.pdf</c>.</summary>
    public const string Marker = ".done";

    /// <summary>Of Linux, in bytes.</summary>
    private const int LongestName = 255;

    private const int LongestShownPart = 120;

    /// <summary>Given by browsers, copying programs and office programs to files that are not there yet, or never will be.</summary>
    private static readonly string[] PassingEndings = [".part", ".partial", ".filepart", ".crdownload", ".download", ".tmp", ".temp", ".swp", "~"];

    private static readonly string[] SystemNames = ["Thumbs.db", "desktop.ini"];

    /// <summary>Never a document under this name: hidden, or the name of something unfinished.</summary>
    public static bool IsPassing(string name) =>
        name[0] == '.' || name.StartsWith("~$", StringComparison.Ordinal)
        || Array.Exists(PassingEndings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
        || SystemNames.Contains(name, StringComparer.OrdinalIgnoreCase);

    public static bool IsMarker(string name) => name.Length > Marker.Length && name.EndsWith(Marker, StringComparison.OrdinalIgnoreCase);

    /// <summary>The path as results show it: of printable characters that do not turn its direction, at most 16 parts.</summary>
    public static string Shown(string relative) => string.Join('/', relative.Split('/').TakeLast(16).Select(ShownPart));

    /// <summary>A name of at most 255 bytes: where it would be longer, the stem is cut and the rest stays.</summary>
    /// <param name="before">Goes between stem and extension.</param>
    /// <param name="name">With its extension.</param>
    public static string Fit(string before, string name)
    {
        var extension = Path.GetExtension(name);
        if (Encoding.UTF8.GetByteCount(extension) > 32)
        {
            extension = "";
        }

        var stem = name[..(name.Length - extension.Length)];
        var room = LongestName - Encoding.UTF8.GetByteCount(before) - Encoding.UTF8.GetByteCount(extension);
        while (Encoding.UTF8.GetByteCount(stem) > room)
        {
            stem = stem[..^(stem.Length > 1 && char.IsLowSurrogate(stem[^1]) ? 2 : 1)];
        }

        return stem + before + extension;
    }

    /// <summary>For a name that is taken already where the file is to go.</summary>
    public static string WithArrival(string name, Guid arrival) => Fit("." + arrival.ToString("N"), name);

    /// <summary>The file that says why another one failed.</summary>
    public static string ReasonFor(string name)
    {
        const string ending = ".reason.txt";
        var cut = name;
        while (Encoding.UTF8.GetByteCount(cut) + ending.Length > LongestName)
        {
            cut = cut[..^(cut.Length > 1 && char.IsLowSurrogate(cut[^1]) ? 2 : 1)];
        }

        return cut + ending;
    }

    private static string ShownPart(string part)
    {
        var kept = new StringBuilder();
        foreach (var rune in part.EnumerateRunes())
        {
            var hidden = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            if (kept.Length < LongestShownPart)
            {
                kept.Append(hidden ? new Rune('_') : rune);
            }
        }

        return kept.ToString();
    }
}
