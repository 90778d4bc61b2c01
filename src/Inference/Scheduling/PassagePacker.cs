using Pipeline.Inference.Models;

namespace Pipeline.Inference.Scheduling;

/// <summary>Packs a document's sentences into passages (extraction.md §3): a passage is full when the sum of (tokens of the sentence + 1) would pass the budget.</summary>
internal sealed class PassagePacker
{
    /// <summary>Longer words are cut into pieces of this many characters: no contract needs them, and a word of 100,000 must not fill a context.</summary>
    public const int WordCharacters = 200;

    /// <summary>Longer sentences are halved at a word: a trunk this long still leaves room for its branches.</summary>
    public const int SegmentTokens = 1024;

    /// <summary>Where a sentence has no blank after its middle it stays whole: two words of 200 characters, three bytes each, a token each, and some room.</summary>
    public const int LargestSegment = 1280;

    private readonly Func<string, int[]> _tokenize;
    private readonly int _budget;
    private readonly int _segmentTokens;
    private readonly int _extra;

    /// <param name="vocabulary">Counts tokens.</param>
    /// <param name="budget">Tokens of a passage.</param>
    /// <param name="segmentTokens">Longer sentences are halved.</param>
    /// <param name="extra">Tokens that a sentence takes beside its own.</param>
    public PassagePacker(Vocabulary vocabulary, int budget, int segmentTokens = SegmentTokens, int extra = 1)
        : this(vocabulary.Tokenize, budget, segmentTokens, extra)
    {
    }

    /// <param name="tokenize">As many tokens as a text has.</param>
    public PassagePacker(Func<string, int[]> tokenize, int budget, int segmentTokens, int extra)
    {
        _tokenize = tokenize;
        _budget = budget;
        _segmentTokens = segmentTokens;
        _extra = extra;
    }

    public List<List<Segment>> Pack(IReadOnlyList<EngineSentence> sentences)
    {
        var passages = new List<List<Segment>>();
        var open = new List<Segment>();
        var sum = 0;
        for (var i = 0; i < sentences.Count; i++)
        {
            foreach (var segment in Cut(i, sentences[i]))
            {
                var size = segment.Tokens.Length + _extra;
                if (open.Count > 0 && sum + size > _budget)
                {
                    passages.Add(open);
                    (open, sum) = ([], 0);
                }

                open.Add(segment);
                sum += size;
            }
        }

        if (open.Count > 0)
        {
            passages.Add(open);
        }

        return passages;
    }

    private IEnumerable<Segment> Cut(int sentence, EngineSentence text)
    {
        var start = 0;
        for (var end = 0; end <= text.Text.Length; end++)
        {
            if (end < text.Text.Length && text.Text[end] != ' ')
            {
                continue;
            }

            var word = end == 0 ? 0 : text.Text.LastIndexOf(' ', end - 1) + 1;
            if (end - word <= WordCharacters)
            {
                continue;
            }

            foreach (var segment in CutByTokens(sentence, text, start, word))
            {
                yield return segment;
            }

            for (start = word; end - start > WordCharacters;)
            {
                // A surrogate pair is one character: half of it is not valid Unicode.
                var piece = char.IsSurrogatePair(text.Text, start + WordCharacters - 1) ? WordCharacters - 1 : WordCharacters;
                yield return Slice(sentence, text, start, start + piece);
                start += piece;
            }
        }

        foreach (var segment in CutByTokens(sentence, text, start, text.Text.Length))
        {
            yield return segment;
        }
    }

    private List<Segment> CutByTokens(int sentence, EngineSentence text, int start, int end)
    {
        while (start < end && text.Text[start] == ' ')
        {
            start++;
        }

        while (end > start && text.Text[end - 1] == ' ')
        {
            end--;
        }

        if (start == end)
        {
            return [];
        }

        var whole = Slice(sentence, text, start, end);
        var middle = text.Text.IndexOf(' ', (start + end) / 2, end - ((start + end) / 2));
        if (whole.Tokens.Length <= _segmentTokens || middle < 0)
        {
            return [whole];
        }

        return [.. CutByTokens(sentence, text, start, middle), .. CutByTokens(sentence, text, middle, end)];
    }

    private Segment Slice(int sentence, EngineSentence text, int start, int end)
    {
        var slice = start == 0 && end == text.Text.Length
            ? text
            : new EngineSentence(text.Text[start..end], [.. text.Spans.Where(s => s.Start >= start && s.Start + s.Length <= end).Select(s => s with { Start = s.Start - start })]);
        return new Segment(sentence, start, slice, _tokenize(slice.Text));
    }
}
