using System.Text;
using Pipeline.Domain.Documents;
using Pipeline.Formats.Content;

namespace Pipeline.Formats.Containers;

/// <summary>The documents of a mail (RFC 5322, RFC 2045 to 2047): its text, or where it has none its HTML, and its attachments.</summary>
internal sealed class MailParts(byte[] mail)
{
    /// <summary>Mails that were forwarded with their attachments have some five.</summary>
    private const int MaxDepth = 12;

    private const int MaxParts = 1000;

    private readonly List<ContainerPart> _attachments = [];
    private ContainerPart? _text;
    private ContainerPart? _html;
    private int _parts;

    /// <exception cref="ReadingRefusedException">It has too many parts, or they are nested too deep.</exception>
    public IReadOnlyList<ContainerPart> Find()
    {
        Visit(MimePart.Read(mail, new Range(0, mail.Length)), 0, related: false);
        return (_text ?? _html) is { } body ? [body, .. _attachments] : _attachments;
    }

    private void Visit(MimePart part, int depth, bool related)
    {
        if (depth > MaxDepth || ++_parts > MaxParts)
        {
            throw new ReadingRefusedException(DocumentFailures.TooManyEntries(MaxParts));
        }

        if (part.MediaType.StartsWith("multipart/", StringComparison.Ordinal) && part.Boundary is { Length: > 0 } boundary)
        {
            foreach (var range in MimeBoundaries.Split(mail, part.Body, boundary))
            {
                Visit(MimePart.Read(mail, range), depth + 1, part.MediaType == "multipart/related");
            }
        }
        else if (!part.IsAttachment && part.MediaType == "text/plain" && _text is null)
        {
            _text = Body(part, "message.txt");
        }
        else if (!part.IsAttachment && part.MediaType == "text/html" && _html is null)
        {
            _html = Body(part, "message.html");
        }
        else
        {
            var name = part.Name ?? (part.MediaType == "message/rfc822" ? "message.eml" : "attachment");
            _attachments.Add(new ContainerPart(name, (related || part.HasContentId) && !part.IsAttachment, limit => Limited(part.Decode(mail), limit)));
        }
    }

    /// <summary>An empty text part is none: the HTML part beside it holds the message.</summary>
    private ContainerPart? Body(MimePart part, string name)
    {
        var bytes = part.Decode(mail);
        var text = (TextDecoding.Named(part.Charset) is { } encoding && !TextDecoding.HasMark(bytes) ? encoding.GetString(bytes) : TextDecoding.Decode(bytes)).TrimStart('\uFEFF');
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        // The mark says that it is text, also where it starts like a mail that it quotes.
        byte[] marked = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)];
        return new ContainerPart(name, false, limit => Limited(marked, limit));
    }

    private static MemoryStream Limited(byte[] bytes, long limit) =>
        bytes.Length <= limit ? new MemoryStream(bytes, writable: false) : throw new ReadingRefusedException(DocumentFailures.TooLarge(bytes.Length, limit));
}
