using System.Text;

namespace Pipeline.Formats.Content;

/// <summary>Bytes to text without being told the encoding: a byte order mark, UTF-8 where the bytes are valid, UTF-16 by its zeros, else windows-1252, which has a character for every byte.</summary>
public static class TextDecoding
{
    private const int ProbeBytes = 4096;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Encoding Western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    public static bool HasMark(ReadOnlySpan<byte> bytes) => Marked(bytes) is not null;

    /// <summary>No bytes that only machines write: zeros (unless UTF-16), or more than one in a hundred control characters.</summary>
    public static bool IsText(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return false;
        }

        if (Marked(bytes) is not null || Wide(bytes) is not null)
        {
            return true;
        }

        var controls = 0;
        foreach (var value in bytes)
        {
            if (value == 0)
            {
                return false;
            }

            controls += value < 0x20 && value is not (0x09 or 0x0A or 0x0C or 0x0D or 0x1B or 0x1A) ? 1 : 0;
        }

        return controls * 100 <= bytes.Length;
    }

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (Marked(bytes) is { } marked)
        {
            return marked.Encoding.GetString(bytes[marked.Length..]);
        }

        return Wide(bytes) is { } wide ? wide.GetString(bytes) : (IsUtf8(bytes) ? Encoding.UTF8 : Western).GetString(bytes);
    }

    /// <summary>Null for a name that no encoding has.</summary>
    public static Encoding? Named(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }

        // ISO 8859-1 in the wild is windows-1252 (WHATWG Encoding, 4.2).
        if (name.Equals("iso-8859-1", StringComparison.OrdinalIgnoreCase) || name.Equals("us-ascii", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    // A piece cut out of a text may end in the middle of a character.
    private static bool IsUtf8(ReadOnlySpan<byte> bytes)
    {
        for (var cut = 0; cut < Math.Min(4, bytes.Length); cut++)
        {
            try
            {
                _ = Strict.GetCharCount(bytes[..^cut]);
                return true;
            }
            catch (DecoderFallbackException) when (cut < 3)
            {
                // Once more without the last byte.
            }
            catch (DecoderFallbackException)
            {
                return false;
            }
        }

        return false;
    }

    private static (Encoding Encoding, int Length)? Marked(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
        [0xFF, 0xFE, 0, 0, ..] => (Encoding.UTF32, 4),
        [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
        [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
        _ => null,
    };

    // Western text in UTF-16 without a mark: nearly every other byte is zero.
    private static Encoding? Wide(ReadOnlySpan<byte> bytes)
    {
        var probe = bytes[..Math.Min(bytes.Length, ProbeBytes)];
        var (even, odd) = (0, 0);
        for (var i = 0; i < probe.Length; i++)
        {
            (even, odd) = (even + (probe[i] == 0 && i % 2 == 0 ? 1 : 0), odd + (probe[i] == 0 && i % 2 == 1 ? 1 : 0));
        }

        var most = probe.Length * 2 / 5;
        return probe.Length < 4 ? null
            : odd > most && even == 0 ? Encoding.Unicode
            : even > most && odd == 0 ? Encoding.BigEndianUnicode
            : null;
    }
}
