using System.Text;

namespace Pipeline.Domain.Normalization;

internal static class Spacing
{
    /// <summary>Trimmed, and every run of white space one space.</summary>
    public static string Collapse(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            if (!char.IsWhiteSpace(c))
            {
                text.Append(c);
            }
            else if (text.Length > 0 && text[^1] != ' ')
            {
                text.Append(' ');
            }
        }

        return text.ToString().TrimEnd(' ');
    }
}
