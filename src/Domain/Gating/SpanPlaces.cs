using System.Text;

namespace Pipeline.Domain.Gating;

/// <summary>Finds answers that are given as verbatim spans of a text in the sentences of a document. Only letters and digits are compared: line breaks and marks differ between a PDF and its text.</summary>
public sealed class SpanPlaces
{
    /// <summary>A longer span that a page's header or a hyphen cuts is found by its ends, each of this many characters.</summary>
    private const int End = 30;

    private readonly string _text;
    private readonly List<int> _sentences = [];

    public SpanPlaces(IReadOnlyList<string> sentences)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        var text = new StringBuilder();
        for (var i = 0; i < sentences.Count; i++)
        {
            foreach (var c in sentences[i].Where(char.IsLetterOrDigit))
            {
                text.Append(char.ToLowerInvariant(c));
                _sentences.Add(i);
            }
        }

        _text = text.ToString();
    }

    /// <summary>Its first occurrence: sentences and how many of its characters stand in each; null where it is not there.</summary>
    public IReadOnlyList<(int Sentence, int Characters)>? Find(string span)
    {
        ArgumentNullException.ThrowIfNull(span);
        var wanted = string.Concat(span.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));
        if (wanted.Length == 0)
        {
            return null;
        }

        var start = _text.IndexOf(wanted, StringComparison.Ordinal);
        var end = start + wanted.Length;
        if (start < 0 && wanted.Length > 2 * End)
        {
            (start, end) = ByEnds(wanted);
        }

        return start < 0
            ? null
            : [.. _sentences[start..end].GroupBy(sentence => sentence).Select(group => (group.Key, group.Count()))];
    }

    private (int Start, int End) ByEnds(string wanted)
    {
        var start = _text.IndexOf(wanted[..End], StringComparison.Ordinal);
        if (start < 0)
        {
            return (-1, -1);
        }

        var tail = _text.IndexOf(wanted[^End..], start, StringComparison.Ordinal);
        return tail >= 0 && tail + End - start < wanted.Length * 3 / 2
            ? (start, tail + End)
            : (start, Math.Min(_text.Length, start + wanted.Length));
    }
}
