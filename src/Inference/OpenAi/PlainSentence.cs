using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Inference.OpenAi;

/// <summary>
/// A sentence as it is sent. Servers turn text such as <c>&lt;|im_end|&gt;</c> in a message into the special token of that name, and a document could end its own turn with it; so a blank is put behind
/// the first sign of whatever looks like one. Places in the sent text are led back to the document's.
/// </summary>
internal sealed partial class PlainSentence
{
    private readonly List<int> _blanks = [];

    public PlainSentence(string text)
    {
        var sent = new StringBuilder(text.Length);
        var copied = 0;
        foreach (var match in SpecialToken().EnumerateMatches(text))
        {
            sent.Append(text, copied, match.Index + 1 - copied);
            _blanks.Add(sent.Length);
            sent.Append(' ');
            copied = match.Index + 1;
        }

        Sent = sent.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>Without anything that a server could take for a special token.</summary>
    public string Sent { get; }

    /// <summary>The text without blanks, where only its words matter.</summary>
    public static string Of(string text) => new PlainSentence(text).Sent;

    /// <summary>The place in the document's sentence of a place in <see cref="Sent"/>.</summary>
    public int Original(int place) => place - _blanks.Count(blank => blank < place);

    [GeneratedRegex(@"<(?=[|｜/A-Za-z_][^<>\s]{0,60}>)|\[(?=/?[A-Za-z_]{2,40}\])")]
    private static partial Regex SpecialToken();
}
