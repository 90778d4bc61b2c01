using System.Text;

namespace Pipeline.Workers.Reading.Plain;

/// <summary>Plain text: a block per paragraph (blank lines part them), a page per form feed.</summary>
internal static class PlainText
{
    /// <summary>Raise it when the same file may give another layout.</summary>
    public const string Version = "text@1";

    public static void Read(string text, LayoutBuilder layout)
    {
        var pages = text.Split('\f');
        for (var page = 0; page < pages.Length; page++)
        {
            ReadPage(pages[page], layout);
            // A form feed at the very end closes the last page and opens none.
            if (page < pages.Length - 1)
            {
                layout.EndPage();
            }
        }
    }

    public static void ReadPage(string text, LayoutBuilder layout)
    {
        var paragraph = new StringBuilder();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (!line.IsWhiteSpace())
            {
                paragraph.Append(line).Append('\n');
            }
            else if (paragraph.Length > 0)
            {
                layout.AddBlock(paragraph.ToString());
                paragraph.Clear();
            }
        }

        layout.AddBlock(paragraph.ToString());
    }
}
