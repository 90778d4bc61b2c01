using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Formats.Content;

namespace Pipeline.Formats.Containers;

/// <summary>A header with parameters: <c>text/plain; charset="utf-8"; name*0*=utf-8''a%20; name*1=b</c> (RFC 2045, RFC 2231), and encoded words (RFC 2047), which mail programs write in names against the rules.</summary>
internal sealed partial class MimeHeader
{
    private const int MaxPieces = 20;
    private const int MaxLength = 8192;

    private readonly Dictionary<string, string> _parameters = new(StringComparer.OrdinalIgnoreCase);

    private MimeHeader(string value) => Value = value;

    public string Value { get; }

    public static MimeHeader Parse(string header)
    {
        // Names and boundaries of real mails fit many times over; what is longer is made to take time.
        header = header[..Math.Min(header.Length, MaxLength)];
        var semicolon = header.IndexOf(';', StringComparison.Ordinal);
        var parsed = new MimeHeader((semicolon < 0 ? header : header[..semicolon]).Trim());
        foreach (Match match in Pair().Matches(semicolon < 0 ? "" : header[semicolon..]))
        {
            var quoted = match.Groups[2].Success;
            parsed._parameters.TryAdd(match.Groups[1].Value, quoted ? Escape().Replace(match.Groups[2].Value, "$1") : match.Groups[3].Value.Trim());
        }

        return parsed;
    }

    public string? Parameter(string name)
    {
        if (_parameters.TryGetValue(name, out var plain))
        {
            return Words(plain);
        }

        if (_parameters.TryGetValue(name + "*", out var extended))
        {
            return Extended(extended);
        }

        var pieces = new StringBuilder();
        var encoded = false;
        for (var i = 0; i < MaxPieces; i++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{name}*{i}");
            if (_parameters.TryGetValue(key, out var piece))
            {
                // Percent signs of a plain piece must not be taken for escapes.
                pieces.Append(encoded ? Uri.EscapeDataString(piece) : piece);
            }
            else if (_parameters.TryGetValue(key + "*", out piece))
            {
                encoded = true;
                pieces.Append(piece);
            }
            else
            {
                break;
            }
        }

        return pieces.Length == 0 ? null : encoded ? Extended(pieces.ToString()) : pieces.ToString();
    }

    private static string Extended(string value)
    {
        var parts = value.Split('\'', 3);
        var bytes = TransferEncodings.QuotedPrintable(Encoding.Latin1.GetBytes(parts[^1].Replace('%', '=')), underscoreIsSpace: false);
        return (parts.Length == 3 ? TextDecoding.Named(parts[0]) : null)?.GetString(bytes) ?? TextDecoding.Decode(bytes);
    }

    private static string Words(string text) => EncodedWord().Replace(text, word =>
    {
        var content = Encoding.Latin1.GetBytes(word.Groups[3].Value);
        var bytes = word.Groups[2].Value is "B" or "b" ? TransferEncodings.Base64(content) : TransferEncodings.QuotedPrintable(content, underscoreIsSpace: true);
        return TextDecoding.Named(word.Groups[1].Value)?.GetString(bytes) ?? TextDecoding.Decode(bytes);
    });

    [GeneratedRegex("""; *\t*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))""")]
    private static partial Regex Pair();

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escape();

    [GeneratedRegex(@"=\?([^?\s]+)\?([BbQq])\?([^?\s]*)\?=")]
    private static partial Regex EncodedWord();
}
