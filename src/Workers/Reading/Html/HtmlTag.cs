namespace Pipeline.Workers.Reading.Html;

/// <summary>A tag as it stands in the source.</summary>
/// <param name="Name">Lower case.</param>
/// <param name="End">Where the text after it starts.</param>
internal readonly record struct HtmlTag(string Name, bool Closes, bool Hides, int End)
{
    /// <summary>Longer names are no tags that anybody knows.</summary>
    private const int MaxName = 32;

    /// <summary>Reads the tag that starts at <paramref name="at"/>; null where the character is only a "less than". Each character is looked at once.</summary>
    public static HtmlTag? Read(string html, int at)
    {
        var closes = at + 1 < html.Length && html[at + 1] == '/';
        var start = at + (closes ? 2 : 1);
        if (start >= html.Length || !char.IsAsciiLetter(html[start]))
        {
            return null;
        }

        var stop = start;
        while (stop < html.Length && html[stop] is not ('>' or '/') && !char.IsWhiteSpace(html[stop]))
        {
            stop++;
        }

        var name = stop - start <= MaxName ? html[start..stop].ToLowerInvariant() : "";
        var hides = false;
        var next = ReadAttributes(html, stop, ref hides);
        return new HtmlTag(name, closes, hides, next);
    }

    private static int ReadAttributes(string html, int at, ref bool hides)
    {
        while (at < html.Length && html[at] != '>')
        {
            var start = at;
            while (at < html.Length && html[at] is not ('>' or '=' or '/') && !char.IsWhiteSpace(html[at]))
            {
                at++;
            }

            var name = html.AsSpan(start, at - start);
            var value = ReadOnlySpan<char>.Empty;
            var after = at;
            while (after < html.Length && char.IsWhiteSpace(html[after]))
            {
                after++;
            }

            if (after < html.Length && html[after] == '=')
            {
                (value, at) = ReadValue(html, after + 1);
            }
            else
            {
                // White space or a slash between attributes.
                at = after > at ? after : at < html.Length && html[at] != '>' ? at + 1 : at;
            }

            hides |= Hidden(name, value);
        }

        return Math.Min(html.Length, at + 1);
    }

    private static ValueAt ReadValue(string html, int at)
    {
        while (at < html.Length && char.IsWhiteSpace(html[at]))
        {
            at++;
        }

        if (at < html.Length && html[at] is '"' or '\'')
        {
            var close = html.IndexOf(html[at], at + 1);
            close = close < 0 ? html.Length : close;
            return new ValueAt(html.AsSpan(at + 1, close - at - 1), Math.Min(html.Length, close + 1));
        }

        var start = at;
        while (at < html.Length && html[at] != '>' && !char.IsWhiteSpace(html[at]))
        {
            at++;
        }

        return new ValueAt(html.AsSpan(start, at - start), at);
    }

    // What a browser would not show by the element's own attributes; style sheets are not read.
    private static bool Hidden(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        if (name.Equals("hidden", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (!name.Equals("style", StringComparison.OrdinalIgnoreCase) || value.IsEmpty)
        {
            return false;
        }

        var style = value.ToString().Replace(" ", "", StringComparison.Ordinal);
        return style.Contains("display:none", StringComparison.OrdinalIgnoreCase) || style.Contains("visibility:hidden", StringComparison.OrdinalIgnoreCase);
    }

    private readonly ref struct ValueAt(ReadOnlySpan<char> value, int at)
    {
        private readonly ReadOnlySpan<char> _value = value;

        public void Deconstruct(out ReadOnlySpan<char> value, out int at1)
        {
            value = _value;
            at1 = at;
        }
    }
}
