using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;

namespace Pipeline.Cli.Report;

/// <summary>Writes HTML. What stands in the holes of an interpolated string is escaped, always: text of documents cannot become markup by an oversight.</summary>
internal sealed class HtmlWriter(TextWriter writer)
{
    private TextWriter Writer { get; } = writer;

#pragma warning disable CA1822 // The compiler hands this instance to the markup, which writes to it.
    public void Write([InterpolatedStringHandlerArgument("")] Markup markup) => _ = markup;
#pragma warning restore CA1822

    /// <summary>An image that the page carries within.</summary>
    public void WriteBase64(ReadOnlySpan<byte> bytes) => Writer.Write(Convert.ToBase64String(bytes));

    /// <summary>Style and script of our own, which hold no text of documents.</summary>
    public void WriteOwn(string text) => Writer.Write(text);

    // Control characters have no place in HTML, and some of them end a page early.
    private static string Escaped(string text) =>
        WebUtility.HtmlEncode(text.AsSpan().ContainsAnyInRange('\0', '\x1F') ? string.Concat(text.Select(c => char.IsControl(c) && c is not ('\n' or '\t') ? '\uFFFD' : c)) : text);

    [InterpolatedStringHandler]
    internal readonly struct Markup
    {
        private readonly TextWriter _writer;

        public Markup(int literalLength, int formattedCount, HtmlWriter owner)
        {
            _ = literalLength + formattedCount;
            _writer = owner.Writer;
        }

        public void AppendLiteral(string text) => _writer.Write(text);

        public void AppendFormatted(string? text) => _writer.Write(Escaped(text ?? ""));

        public void AppendFormatted<T>(T value)
            where T : IFormattable => _writer.Write(Escaped(value.ToString(null, CultureInfo.InvariantCulture)));

        public void AppendFormatted<T>(T value, string format)
            where T : IFormattable => _writer.Write(Escaped(value.ToString(format, CultureInfo.InvariantCulture)));
    }
}
