using System.IO.Compression;
using System.Xml;
using Pipeline.Domain.Documents;
using Pipeline.Formats;
using Pipeline.Formats.Content;
using Pipeline.Workers.Reading.Plain;

namespace Pipeline.Workers.Reading.Docx;

/// <summary>The text of a DOCX as it would be printed with all tracked changes accepted: headers, the body, foot- and endnotes, footers; each part once.
/// Parts are read as streams, with their unpacked bytes counted, no DTD, and no relationship that leads out of the file.</summary>
internal static class DocxText
{
    /// <summary>Raise it when the same file may give another layout.</summary>
    public const string Version = "docx@1";

    private const int MaxRelationships = 2000;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    private static readonly string[] Order = ["header", "", "footnotes", "endnotes", "footer"];

    /// <exception cref="ReadingRefusedException">It is damaged, a bomb, or has too many words.</exception>
    public static void Read(Stream content, ReadingOptions options, LayoutBuilder layout)
    {
        using var zip = GuardedZip.Open(content, leaveOpen: true);
        var entries = zip.Archive.Entries.GroupBy(entry => Normal(entry.FullName), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);
        var left = new PartBudget(options.MaxTextBytes);
        try
        {
            var main = Main(entries, left);
            var parts = Related(entries, main, left).Where(part => entries.ContainsKey(part.Path)).DistinctBy(part => part.Path, StringComparer.OrdinalIgnoreCase);
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (kind, path) in parts.Append(new Part("", main)).OrderBy(part => Array.IndexOf(Order, part.Kind)).ThenBy(part => part.Path, StringComparer.Ordinal))
            {
                var paragraphs = Paragraphs(entries[path], left);
                // First, even and odd pages often have the same header.
                if (kind is not ("header" or "footer") || seen.Add(string.Join('\n', paragraphs)))
                {
                    paragraphs.ForEach(layout.AddBlock);
                }
            }
        }
        catch (Exception error) when (error is XmlException or InvalidDataException or KeyNotFoundException)
        {
            throw new ReadingRefusedException(DocumentFailures.Damaged);
        }
    }

    private static List<string> Paragraphs(ZipArchiveEntry entry, PartBudget budget)
    {
        using var part = budget.Open(entry);
        using var xml = XmlReader.Create(part, Settings);
        return new DocxParagraphs(xml).Read();
    }

    private static string Main(Dictionary<string, ZipArchiveEntry> entries, PartBudget budget)
    {
        var root = entries.TryGetValue("_rels/.rels", out var entry) ? Relationships(entry, "", budget).FirstOrDefault(part => part.Kind == "officeDocument") : null;
        return root is not null && entries.ContainsKey(root.Path) ? root.Path : "word/document.xml";
    }

    private static List<Part> Related(Dictionary<string, ZipArchiveEntry> entries, string main, PartBudget budget)
    {
        var folder = main.Contains('/', StringComparison.Ordinal) ? main[..main.LastIndexOf('/')] : "";
        return entries.TryGetValue($"{folder}/_rels/{main[(folder.Length + 1)..]}.rels", out var entry)
            ? [.. Relationships(entry, folder, budget).Where(part => part.Kind.Length > 0 && Array.IndexOf(Order, part.Kind) >= 0)]
            : [];
    }

    private static List<Part> Relationships(ZipArchiveEntry entry, string folder, PartBudget budget)
    {
        using var part = budget.Open(entry);
        using var xml = XmlReader.Create(part, Settings);
        var parts = new List<Part>();
        while (xml.Read() && parts.Count < MaxRelationships)
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "Relationship" } && xml.GetAttribute("TargetMode") != "External" &&
                xml.GetAttribute("Type") is { } type && xml.GetAttribute("Target") is { Length: > 0 } target)
            {
                parts.Add(new Part(type[(type.LastIndexOf('/') + 1)..], target[0] == '/' ? Normal(target) : Normal(folder + "/" + target)));
            }
        }

        return parts;
    }

    // Names are looked up among the archive's own entries only: dots in them lead nowhere.
    private static string Normal(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("." or ".."))
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    private sealed record Part(string Kind, string Path);
}
