using System.Text;

namespace Pipeline.Formats.Containers;

/// <summary>Splits the body of a multipart at its boundary (RFC 2046, 5.1.1): a line of two hyphens and the boundary, two more at the end.</summary>
internal static class MimeBoundaries
{
    public static IEnumerable<Range> Split(byte[] mail, Range body, string boundary)
    {
        var mark = Encoding.Latin1.GetBytes("--" + boundary);
        var (at, end) = (body.Start.Value, body.End.Value);
        var start = -1;
        while (at < end)
        {
            var feed = Array.IndexOf(mail, (byte)'\n', at, end - at);
            var next = feed < 0 ? end : feed + 1;
            if (mail.AsSpan(at, next - at).StartsWith(mark) && Ends(mail.AsSpan(at + mark.Length, next - at - mark.Length), out var last))
            {
                if (start >= 0)
                {
                    yield return new Range(start, WithoutBreak(mail, start, at));
                }

                start = last ? -1 : next;
                if (last)
                {
                    yield break;
                }
            }

            at = next;
        }

        // A mail that was cut off: what there is of its last part.
        if (start >= 0)
        {
            yield return new Range(start, end);
        }
    }

    private static bool Ends(ReadOnlySpan<byte> rest, out bool last)
    {
        last = rest.StartsWith("--"u8);
        return rest[(last ? 2 : 0)..].TrimEnd(" \t\r\n"u8).IsEmpty;
    }

    // The line break before a boundary belongs to it.
    private static int WithoutBreak(byte[] mail, int start, int at)
    {
        at -= at > start && mail[at - 1] == '\n' ? 1 : 0;
        return at - (at > start && mail[at - 1] == '\r' ? 1 : 0);
    }
}
