namespace Pipeline.Inference.Decoding;

/// <summary>The automaton of a free value: the set of byte positions where the value written so far may end.
/// The tokens it allows are found by walking the sentence, so its cost does not grow with the vocabulary.</summary>
internal sealed class SpanCursor
{
    private readonly EscapedSentence _sentence;
    private readonly List<int> _positions;
    private readonly int _bytes;
    private readonly int _tokensLeft;
    private readonly SortedDictionary<int, SpanStep> _next = [];

    private SpanCursor(EscapedSentence sentence, List<int> positions, int bytes, int tokensLeft)
    {
        _sentence = sentence;
        _positions = positions;
        _bytes = bytes;
        _tokensLeft = tokensLeft;
        FindNext();
    }

    /// <summary>The limit hid a way to go on from here, so a value that ends here, or that went another way, may be cut short.
    /// That happens before the last token: where the next word needs more tokens than are left, none of them is offered.</summary>
    public bool IsCut { get; private set; }

    public static SpanCursor Start(EscapedSentence sentence, int after, int limit) =>
        new(sentence, sentence.Starts(after, limit), 0, limit);

    /// <summary>A value of at least one token that ends at a legal place.</summary>
    public bool CanEnd => _bytes > 0 && _positions.Exists(_sentence.IsEnd);

    /// <summary>Tokens that may follow, ascending. A token is offered only if the value can still reach a legal end within the limit:
    /// so the last legal end before the limit is taken and no answer is left open.</summary>
    public SortedDictionary<int, SpanStep> Next() => _next;

    public SpanCursor After(SpanStep step)
    {
        var after = new SpanCursor(_sentence, step.Ends, _bytes + step.Length, _tokensLeft - 1);
        after.IsCut |= IsCut;
        return after;
    }

    /// <summary>The span of the value in UTF-16 units: where its text stands twice, the first place.</summary>
    public (int Start, int Length) Span()
    {
        var end = _positions.Where(_sentence.IsEnd).Min();
        var start = _sentence.CharacterAt(end - _bytes);
        return (start, _sentence.CharacterAt(end) - start);
    }

    private void FindNext()
    {
        foreach (var position in _positions)
        {
            foreach (var match in _sentence.MatchesAt(position))
            {
                var end = position + match.Length;
                if (_sentence.FewestTokens(end) > _tokensLeft - 1)
                {
                    // Before the first token nothing is cut: other starts and other ways to write them are there.
                    IsCut |= _bytes > 0;
                    continue;
                }

                if (!_next.TryGetValue(match.Token, out var step))
                {
                    _next.Add(match.Token, step = new SpanStep(match.Length, []));
                }

                step.Ends.Add(end);
            }
        }
    }
}
