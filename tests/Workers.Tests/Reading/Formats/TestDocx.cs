using System.IO.Compression;
using System.Text;

namespace Pipeline.Workers.Tests.Reading.Formats;

/// <summary>Writes small DOCX files by hand, so that each odd thing in them is there on purpose.</summary>
internal sealed record TestDocx
{
    private const string Namespaces =
        "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" xmlns:v=\"urn:schemas-microsoft-com:vml\"";

    private const string Types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

    public required string Body { get; init; }

    /// <summary>Type (header, footnotes …) and content of further parts.</summary>
    public IReadOnlyList<(string Type, string Content)> Parts { get; init; } = [];

    public string Prolog { get; init; } = "";

    public string Relationships { get; init; } = "";

    public byte[] Bytes()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            Add(zip, "[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
            Add(zip, "_rels/.rels", Links($"<Relationship Id=\"r1\" Type=\"{Types}officeDocument\" Target=\"word/document.xml\"/>"));
            Add(zip, "word/document.xml", $"{Prolog}<w:document {Namespaces}><w:body>{Body}</w:body></w:document>");
            Add(zip, "word/_rels/document.xml.rels", Links(string.Concat(Parts.Select((part, i) => $"<Relationship Id=\"p{i}\" Type=\"{Types}{part.Type}\" Target=\"part{i}.xml\"/>")) + Relationships));
            for (var i = 0; i < Parts.Count; i++)
            {
                Add(zip, $"word/part{i}.xml", $"<w:root {Namespaces}>{Parts[i].Content}</w:root>");
            }
        }

        return bytes.ToArray();
    }

    public static string Paragraph(string text) => $"<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>";

    private static string Links(string links) => $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{links}</Relationships>";

    private static void Add(ZipArchive zip, string name, string content)
    {
        using var entry = zip.CreateEntry(name).Open();
        entry.Write(Encoding.UTF8.GetBytes(content));
    }
}
