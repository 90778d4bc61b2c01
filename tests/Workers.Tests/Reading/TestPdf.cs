using System.Globalization;
using System.Text;

namespace Pipeline.Workers.Tests.Reading;

/// <summary>Writes small PDFs by hand, so that each odd thing in them is there on purpose.</summary>
internal sealed record TestPdf
{
    public const string Text = "BT /F1 24 Tf 72 700 Td (Hello rotated world) Tj 0 -300 Td (second line) Tj ET";

    public string Content { get; init; } = Text;

    public int Rotation { get; init; }

    public string Media { get; init; } = "0 0 612 792";

    public string? Crop { get; init; }

    public int Pages { get; init; } = 1;

    public string Title { get; init; } = "t";

    /// <summary>What the font's codes stand for (a ToUnicode stream); null for plain Helvetica.</summary>
    public string? UnicodeMap { get; init; }

    public byte[] Bytes()
    {
        List<string> objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            $"<< /Type /Pages /Kids [{string.Join(' ', Enumerable.Range(0, Pages).Select(page => $"{6 + page} 0 R"))}] /Count {Pages} >>",
            $"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica {(UnicodeMap is null ? "" : $"/ToUnicode {6 + Pages} 0 R")} >>",
            $"<< /Title ({Title}) >>",
            $"<< /Length {Content.Length} >>\nstream\n{Content}\nendstream",
        ];
        var crop = Crop is null ? "" : $"/CropBox [{Crop}]";
        objects.AddRange(Enumerable.Repeat(
            $"<< /Type /Page /Parent 2 0 R /MediaBox [{Media}] {crop} /Rotate {Rotation} /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>", Pages));
        if (UnicodeMap is not null)
        {
            objects.Add($"<< /Length {UnicodeMap.Length} >>\nstream\n{UnicodeMap}\nendstream");
        }

        return Assemble(objects);
    }

    public string Write(string folder, string name = "document.pdf")
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, Bytes());
        return path;
    }

    private static byte[] Assemble(List<string> objects)
    {
        var file = new StringBuilder("%PDF-1.4\n");
        var table = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n"));
        for (var i = 0; i < objects.Count; i++)
        {
            table.Append(CultureInfo.InvariantCulture, $"{file.Length:0000000000} 00000 n \n");
            file.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var start = file.Length;
        file.Append(table).Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Count + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }
}
