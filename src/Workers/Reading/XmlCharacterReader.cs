using System.Text;
using System.Xml;

namespace Pipeline.Workers.Reading;

/// <summary>Text without the characters that XML 1.0 forbids: fonts map glyphs to control characters, pdftotext writes those as they are, and one of them would end the whole document.
/// They are no part of any word, and nothing else is left out. Bytes that are no UTF-8 become U+FFFD.</summary>
internal sealed class XmlCharacterReader(Stream stream) : TextReader
{
    private readonly StreamReader _inner = new(stream, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16, leaveOpen: true);
    private readonly char[] _one = new char[1];

    public override int Read() => Read(_one, 0, 1) == 1 ? _one[0] : -1;

    public override int Read(char[] buffer, int index, int count)
    {
        while (true)
        {
            var read = _inner.Read(buffer, index, count);
            if (read == 0)
            {
                return 0;
            }

            var kept = Keep(buffer.AsSpan(index, read));
            if (kept > 0)
            {
                return kept;
            }
        }
    }

    // UTF-8 gives surrogates in pairs only, and all characters beyond the basic plane are allowed.
    private static int Keep(Span<char> characters)
    {
        var kept = 0;
        foreach (var character in characters)
        {
            if (XmlConvert.IsXmlChar(character) || char.IsSurrogate(character))
            {
                characters[kept++] = character;
            }
        }

        return kept;
    }

    protected override void Dispose(bool disposing)
    {
        _inner.Dispose();
        base.Dispose(disposing);
    }
}
