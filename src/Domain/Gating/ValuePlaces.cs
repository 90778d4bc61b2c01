using System.Text;
using Pipeline.Domain.Normalization;
using Pipeline.Domain.Schemas;

namespace Pipeline.Domain.Gating;

/// <summary>Finds answers that are given as values only (a date in ISO form, "2 years", a name) in the sentences of a document.</summary>
public static class ValuePlaces
{
    private static readonly string[] Laws = ["govern", "law of", "laws of", "constru", "interpret"];
    private static readonly string[] Terms = ["expire", "terminat", "term ", "effect", "period", "surviv", "obligation", "remain"];

    /// <summary>The sentence that most likely states the value: the first that holds it, of those that speak of its kind where there are any; null where none holds it.</summary>
    public static IReadOnlyList<(int Sentence, int Characters)>? Find(IReadOnlyList<string> sentences, FieldKind kind, string value)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        int[] holding = [.. Enumerable.Range(0, sentences.Count).Where(i => Holds(sentences[i], kind, value))];
        if (holding.Length == 0)
        {
            return null;
        }

        var cues = kind switch
        {
            FieldKind.Jurisdiction => Laws,
            FieldKind.Duration => Terms,
            FieldKind.Date or FieldKind.Money or FieldKind.Party or FieldKind.Text or FieldKind.Choice or FieldKind.Clause => [],
        };
        var stated = holding.Where(i => cues.Any(cue => sentences[i].Contains(cue, StringComparison.OrdinalIgnoreCase))).Select(i => (int?)i).FirstOrDefault();
        return [(stated ?? holding[0], value.Length)];
    }

    private static bool Holds(string sentence, FieldKind kind, string value) => kind switch
    {
        FieldKind.Date => DateFinder.Find(sentence).Any(span => span.Normalized == value),
        FieldKind.Duration => DurationFinder.Find(sentence).Any(span => Plain(DurationNormalizer.Normalize(sentence.Substring(span.Start, span.Length)).Text ?? "").TrimEnd('s', ' ') == Plain(value).TrimEnd('s', ' ')),
        FieldKind.Money or FieldKind.Party or FieldKind.Jurisdiction or FieldKind.Text or FieldKind.Choice or FieldKind.Clause => Plain(sentence).Contains(Plain(value), StringComparison.Ordinal),
    };

    /// <summary>Letters and digits in lower case, everything else a blank, blanks around.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(" ");
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                plain.Append(char.ToLowerInvariant(c));
            }
            else if (plain[^1] != ' ')
            {
                plain.Append(' ');
            }
        }

        return (plain[^1] == ' ' ? plain : plain.Append(' ')).ToString();
    }
}
