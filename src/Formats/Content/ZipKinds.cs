namespace Pipeline.Formats.Content;

/// <summary>Tells the many formats that are ZIP archives from each other by the names of their parts.</summary>
internal static class ZipKinds
{
    public static ContentType Detect(Stream content)
    {
        try
        {
            using var zip = GuardedZip.Open(content, leaveOpen: true);
            var names = zip.Archive.Entries.Select(entry => entry.FullName.Replace('\\', '/')).ToHashSet(StringComparer.OrdinalIgnoreCase);
            return !names.Contains("[Content_Types].xml") ? OfOther(names)
                : Under(names, "word/") ? ContentType.Docx
                : Under(names, "xl/") ? ContentType.Spreadsheet
                : Under(names, "ppt/") ? ContentType.Presentation
                : ContentType.Zip;
        }
        catch (ReadingRefusedException)
        {
            // Too many entries, or damaged: whoever opens it says so.
            return ContentType.Zip;
        }
    }

    private static ContentType OfOther(HashSet<string> names) =>
        names.Contains("mimetype") && names.Contains("META-INF/manifest.xml") ? ContentType.OpenDocument : ContentType.Zip;

    private static bool Under(HashSet<string> names, string folder) => names.Any(name => name.StartsWith(folder, StringComparison.OrdinalIgnoreCase));
}
