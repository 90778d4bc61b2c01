using System.Text;

namespace Pipeline.Domain.Language;

/// <summary>
/// Tells the languages of a document by the frequent short words of its sentences, and other scripts by their letters. Sentences that say nothing (names, tables, a signature line) are left out;
/// a long one without any frequent word of a known language is of another one.
/// </summary>
public static class LanguageDetector
{
    /// <summary>A language that is not one of those known here.</summary>
    public const string Other = "other";

    // A running sentence of any known language has a third of such words; a list of names has none in any language.
    private const double LeastFrequent = 0.08;
    private const int RunningSentence = 12;

    public static LanguageProfile Detect(IReadOnlyList<string> sentences)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        var words = new Dictionary<string, int>(StringComparer.Ordinal);
        var unsaid = 0;
        foreach (var sentence in sentences)
        {
            var (language, count, prose) = Read(sentence);
            if (language is not null)
            {
                words[language] = words.GetValueOrDefault(language) + count;
            }
            else if (prose && count >= RunningSentence)
            {
                unsaid += count;
            }
        }

        // Garbled scans hold no frequent words either: only where hardly anything else is there, they are another language.
        var said = words.Values.Sum();
        if (unsaid > 2 * said)
        {
            words[Other] = words.GetValueOrDefault(Other) + unsaid;
        }

        var total = words.Values.Sum();
        return new LanguageProfile(total, [.. words.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, (double)pair.Value / total))]);
    }

    /// <summary>Prose is mostly lower-case words, whatever the language; names, titles and signature blocks are not.</summary>
    private static (string? Language, int Words, bool Prose) Read(string sentence)
    {
        var (words, foreign, lower, votes) = (0, 0, 0, new Dictionary<string, double>(StringComparer.Ordinal));
        foreach (var part in sentence.Split([' ', '\'', '’', '/', '-'], StringSplitOptions.RemoveEmptyEntries))
        {
            var written = part.Trim('(', ')', '[', ']', '"', '“', '”', '‘', ',', '.', ';', ':', '„', '«', '»', '?', '!');
            var word = written.ToLowerInvariant();
            lower += written.Length > 0 && char.IsLower(written[0]) ? 1 : 0;
            var units = ForeignUnits(word);
            foreign += units;
            words += Math.Max(units, word.Any(char.IsLetter) ? 1 : 0);
            // An initial is no word: "A. Smith".
            var languages = written is [>= 'A' and <= 'Z'] ? [] : LanguageWords.Of(word);
            foreach (var language in languages)
            {
                votes[language] = votes.GetValueOrDefault(language) + 1 + (0.01 / languages.Count);
            }
        }

        if (words > 0 && foreign * 2 > words)
        {
            return (Other, words, true);
        }

        var best = votes.OrderByDescending(vote => vote.Value).ThenBy(vote => Array.IndexOf(LanguageWords.Languages, vote.Key)).Take(1).ToArray();
        return best is [{ Key: var found, Value: var share }] && share >= LeastFrequent * words ? (found, words, true) : (null, words, lower * 2 > words);
    }

    /// <summary>Letters of other scripts: a word counts once, except that in scripts without spaces two characters count as a word.</summary>
    private static int ForeignUnits(string word)
    {
        var (spaced, unspaced) = (0, 0);
        foreach (var rune in word.EnumerateRunes())
        {
            if (rune.Value is >= 0x2E80 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFF or >= 0x0E00 and <= 0x0E7F)
            {
                unspaced++;
            }
            else if (rune.Value >= 0x0370 && rune.Value is not (>= 0x1E00 and <= 0x1EFF or >= 0x2000 and <= 0x2BFF) && Rune.IsLetter(rune))
            {
                spaced++;
            }
        }

        return unspaced > 1 ? unspaced / 2 : spaced > 1 ? 1 : 0;
    }
}
