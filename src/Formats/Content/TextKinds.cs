namespace Pipeline.Formats.Content;

/// <summary>Tells mail, HTML and plain text from each other and from what is no text.</summary>
internal static class TextKinds
{
    private const int HtmlBytes = 4096;

    /// <summary>Two of these at the start are a mail; one may be the first line of a memorandum.</summary>
    private const int MailHeaders = 2;

    private static readonly string[] MailNames =
        ["Received", "Return-Path", "Delivered-To", "Message-ID", "MIME-Version", "Content-Type", "From", "To", "Cc", "Subject", "Date", "Content-Transfer-Encoding", "Reply-To", "X-Mailer", "DKIM-Signature"];

    /// <summary>These are written by mail programs only: a memorandum has From, To, Date and Subject as well.</summary>
    private static readonly string[] MailOnly = ["Received", "Return-Path", "Delivered-To", "Message-ID", "MIME-Version", "Content-Type", "X-Mailer", "DKIM-Signature"];

    private static readonly string[] HtmlMarks = ["<!doctype html", "<html", "<body", "<head>"];

    public static ContentType Detect(byte[] head)
    {
        if (!TextDecoding.IsText(head))
        {
            return ContentType.Unknown;
        }

        var text = TextDecoding.Decode(head);
        // Mails start with no byte order mark: what has one is the text of a mail that was taken out of it.
        return !TextDecoding.HasMark(head) && IsMail(text) ? ContentType.Mail
            : IsHtml(text) ? ContentType.Html
            : ContentType.Text;
    }

    private static bool IsHtml(string text)
    {
        var start = text[..Math.Min(text.Length, HtmlBytes)];
        return Array.Exists(HtmlMarks, mark => start.Contains(mark, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsMail(string text)
    {
        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var first = true;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (first && line.StartsWith("From ", StringComparison.Ordinal))
            {
                continue;
            }

            first = false;
            if (line.IsEmpty)
            {
                break;
            }

            var colon = line.IndexOf(':');
            if (line[0] is ' ' or '\t')
            {
                continue;
            }

            if (colon <= 0 || line[..colon].ContainsAny(' ', '\t'))
            {
                return false;
            }

            var name = line[..colon].ToString();
            if (MailNames.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                found.Add(name);
            }
        }

        return found.Count >= MailHeaders && found.Overlaps(MailOnly);
    }
}
