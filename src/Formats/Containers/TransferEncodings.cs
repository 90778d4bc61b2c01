using System.Globalization;

namespace Pipeline.Formats.Containers;

/// <summary>RFC 2045, section 6. Damaged input gives what can be read of it: the reader of the attachment then says what is wrong.</summary>
internal static class TransferEncodings
{
    public static byte[] Base64(ReadOnlySpan<byte> text)
    {
        var digits = new byte[text.Length + 3];
        var count = 0;
        foreach (var letter in text)
        {
            if (letter is (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9') or (byte)'+' or (byte)'/')
            {
                digits[count++] = letter;
            }
            else if (letter == '=')
            {
                break;
            }
        }

        // One digit alone holds less than a byte.
        count -= count % 4 == 1 ? 1 : 0;
        while (count % 4 != 0)
        {
            digits[count++] = (byte)'=';
        }

        Base64Decode(digits.AsSpan(0, count), out var bytes);
        return bytes;
    }

    public static byte[] QuotedPrintable(ReadOnlySpan<byte> text, bool underscoreIsSpace)
    {
        var bytes = new byte[text.Length];
        var count = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '=')
            {
                bytes[count++] = underscoreIsSpace && text[at] == '_' ? (byte)' ' : text[at];
                continue;
            }

            // "=" at the end of a line: the line goes on.
            var rest = text[(at + 1)..];
            if (rest.StartsWith("\r\n"u8) || rest.StartsWith("\n"u8))
            {
                at += rest[0] == '\r' ? 2 : 1;
            }
            else if (rest.Length >= 2 && byte.TryParse(rest[..2], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes[count++] = value;
                at += 2;
            }
            else
            {
                bytes[count++] = (byte)'=';
            }
        }

        return bytes[..count];
    }

    private static void Base64Decode(ReadOnlySpan<byte> digits, out byte[] bytes)
    {
        bytes = new byte[System.Buffers.Text.Base64.GetMaxDecodedFromUtf8Length(digits.Length)];
        _ = System.Buffers.Text.Base64.DecodeFromUtf8(digits, bytes, out _, out var written);
        bytes = bytes[..written];
    }
}
