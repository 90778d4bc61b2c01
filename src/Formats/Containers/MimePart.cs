using Pipeline.Formats.Content;

namespace Pipeline.Formats.Containers;

/// <summary>The headers of a part of a mail, and where its body stands.</summary>
internal sealed record MimePart
{
    /// <summary>The headers of a mail from a long way are some 20 KiB.</summary>
    private const int MaxHeaderBytes = 256 << 10;

    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);
    private MimeHeader? _type;
    private MimeHeader? _disposition;

    public required Range Body { get; init; }

    /// <summary>Lower case; a part that says nothing is plain text.</summary>
    public string MediaType => Type.Value is { Length: > 0 } type ? type.ToLowerInvariant() : "text/plain";

    public string? Boundary => Type.Parameter("boundary");

    public string? Charset => Type.Parameter("charset");

    public string? Name => Disposition.Parameter("filename") ?? Type.Parameter("name");

    public bool IsAttachment => Disposition.Value.Equals("attachment", StringComparison.OrdinalIgnoreCase) || (Disposition.Value.Length == 0 && Name is not null);

    public bool HasContentId => _headers.ContainsKey("Content-ID");

    private MimeHeader Type => _type ??= MimeHeader.Parse(_headers.GetValueOrDefault("Content-Type", ""));

    private MimeHeader Disposition => _disposition ??= MimeHeader.Parse(_headers.GetValueOrDefault("Content-Disposition", ""));

    public static MimePart Read(byte[] mail, Range range)
    {
        var (at, end) = (range.Start.Value, range.End.Value);
        var lines = new List<string>();
        var limit = Math.Min(end, at + MaxHeaderBytes);
        while (at < limit)
        {
            var feed = Array.IndexOf(mail, (byte)'\n', at, end - at);
            var next = feed < 0 ? end : feed + 1;
            var line = TextDecoding.Decode(mail.AsSpan(at, next - at)).TrimEnd('\r', '\n');
            at = next;
            if (line.Length == 0)
            {
                break;
            }

            // A line that starts with a space goes on with the one before (RFC 5322, 2.2.3).
            if (line[0] is ' ' or '\t' && lines.Count > 0)
            {
                lines[^1] += line;
            }
            else
            {
                lines.Add(line);
            }
        }

        var part = new MimePart { Body = new Range(at, end) };
        foreach (var line in lines)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                part._headers.TryAdd(line[..colon].Trim(), line[(colon + 1)..].Trim());
            }
        }

        return part;
    }

    /// <summary>The bytes of the body, out of their transfer encoding.</summary>
    public byte[] Decode(byte[] mail)
    {
        var body = mail.AsSpan(Body);
        return _headers.GetValueOrDefault("Content-Transfer-Encoding", "").Trim().ToLowerInvariant() switch
        {
            "base64" => TransferEncodings.Base64(body),
            "quoted-printable" => TransferEncodings.QuotedPrintable(body, underscoreIsSpace: false),
            _ => body.ToArray(),
        };
    }
}
