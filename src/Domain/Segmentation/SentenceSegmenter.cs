using Pipeline.Domain.Layout;

namespace Pipeline.Domain.Segmentation;

/// <summary>Cuts a document's words into sentences by the rules that the default model was trained with. No word is dropped, none is changed, and their order stays.</summary>
public static class SentenceSegmenter
{
    /// <summary>Part of the pipeline version: results of one version were cut by one set of rules.</summary>
    public const string Version = "sentences@1";

    private const string Closers = "\"'”’)]";
    private const string Openers = "\"'“‘([";
    private const string Stops = ".?!;:";

    /// <summary>From here on a sentence is cut wherever it stands: signature blocks and tables know no full stops.</summary>
    private const int LongestWords = 80;

    /// <summary>Semicolons and colons end a sentence only when it already is a long one; before, they join the parts of a list.</summary>
    private const int EnumerationWords = 20;

    /// <summary>Shorter starts are headings' numbers and list marks ("1.", "(a) Term."), which belong to what follows.</summary>
    private const int ShortestWords = 4;

    public static IReadOnlyList<Sentence> Segment(DocumentLayout layout)
    {
        var sentences = new List<Sentence>();
        var current = new List<WordReference>();
        foreach (var page in layout.Pages)
        {
            for (var block = 0; block < page.Blocks.Count; block++)
            {
                var words = page.Blocks[block].Words;
                if (words.Count > 0)
                {
                    if (current.Count > 0 && !GoesOn(current[^1].Word.Text, words[0].Text))
                    {
                        Close(current, sentences);
                    }

                    AddBlock(page.Number, block, words, current, sentences);
                }
            }
        }

        if (current.Count > 0)
        {
            Close(current, sentences);
        }

        return sentences;
    }

    private static void AddBlock(int page, int block, IReadOnlyList<Word> words, List<WordReference> current, List<Sentence> sentences)
    {
        for (var i = 0; i < words.Count; i++)
        {
            current.Add(new WordReference(page, block, words[i]));
            if (i + 1 < words.Count && (current.Count >= LongestWords || BreaksBetween(words[i].Text, words[i + 1].Text, current.Count)))
            {
                Close(current, sentences);
            }
        }
    }

    /// <summary>Whether a sentence of <paramref name="count"/> words ends with <paramref name="word"/>, when <paramref name="next"/> follows in the same block.</summary>
    private static bool BreaksBetween(string word, string next, int count)
    {
        var core = word.AsSpan().TrimEnd(Closers);
        if (!EndsWithStop(core))
        {
            return false;
        }

        var head = next.AsSpan().TrimStart(Openers);
        if (head.IsEmpty || (!Letters.StartsUpperOrDigit(head) && next[0] is not ('(' or '[')))
        {
            return core[^1] == ';' && count >= EnumerationWords;
        }

        if (core[^1] is ';' or ':')
        {
            return count >= EnumerationWords;
        }

        return count >= ShortestWords && !Abbreviations.Match(core.ToString().ToLowerInvariant().TrimStart(Openers.ToCharArray()));
    }

    /// <summary>Whether a sentence runs on over the boundary of a block or page.</summary>
    private static bool GoesOn(string last, string next) =>
        !EndsWithStop(last.AsSpan().TrimEnd(Closers)) && Letters.StartsLower(next);

    private static bool EndsWithStop(ReadOnlySpan<char> core) => !core.IsEmpty && Stops.Contains(core[^1]);

    private static void Close(List<WordReference> current, List<Sentence> sentences)
    {
        sentences.Add(new Sentence(string.Join(' ', current.Select(reference => reference.Word.Text)), [.. current]));
        current.Clear();
    }
}
