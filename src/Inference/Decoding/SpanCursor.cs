namespace Pipeline.Inference.Decoding;

/// <summary>The automaton of a free value: the set of byte positions where the value written so far may end.
/// The tokens it allows are found by walking the sentence, so its cost does not grow with the vocabulary. It is used again for the next value, with the room it has.</summary>
internal sealed class SpanCursor
{
    private readonly List<int> _positions = [];
    private EscapedSentence _sentence = null!;
    private ulong[] _ways = new ulong[64];
    private int[] _lengths = new int[64];
    private int _count;
    private int _bytes;
    private int _tokensLeft;

    /// <summary>The limit hid a way to go on from here, so a value that ends here, or that went another way, may be cut short.
    /// That happens before the last token: where the next word needs more tokens than are left, none of them is offered.</summary>
    public bool IsCut { get; private set; }

    /// <summary>A token may follow. It is offered only if the value can still reach a legal end within the limit:
    /// so the last legal end before the limit is taken and no answer is left open.</summary>
    public bool HasNext => _count > 0;

    /// <summary>No fewer than the tokens that may follow.</summary>
    public int MostNext => _count;

    /// <summary>A value of at least one token that ends at a legal place.</summary>
    public bool CanEnd
    {
        get
        {
            foreach (var position in _positions)
            {
                if (_bytes > 0 && _sentence.IsEnd(position))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Before the first token of a value of at most <paramref name="limit"/> tokens that starts after character <paramref name="after"/>.</summary>
    public void Start(EscapedSentence sentence, int after, int limit)
    {
        (_sentence, _bytes, _tokensLeft, IsCut) = (sentence, 0, limit, false);
        _positions.Clear();
        sentence.AddStarts(after, limit, _positions);
        FindWays();
    }

    /// <summary>Writes the tokens that may follow, ascending, and gives their number.</summary>
    public int Next(Span<int> into)
    {
        var count = 0;
        for (var i = 0; i < _count; i++)
        {
            if (count == 0 || into[count - 1] != Token(i))
            {
                into[count++] = Token(i);
            }
        }

        return count;
    }

    public bool TryGetOnly(out int token)
    {
        token = Token(0);
        return token == Token(_count - 1);
    }

    /// <summary>Writes one of the tokens that may follow.</summary>
    public void Take(int token)
    {
        var way = 0;
        while (Token(way) != token)
        {
            way++;
        }

        _bytes += _lengths[way];
        _tokensLeft--;
        _positions.Clear();
        for (; way < _count && Token(way) == token; way++)
        {
            _positions.Add((int)(uint)_ways[way]);
        }

        FindWays();
    }

    /// <summary>The span of the value in UTF-16 units: where its text stands twice, the first place.</summary>
    public (int Start, int Length) Span()
    {
        var end = int.MaxValue;
        foreach (var position in _positions)
        {
            end = _sentence.IsEnd(position) ? Math.Min(end, position) : end;
        }

        var start = _sentence.CharacterAt(end - _bytes);
        return (start, _sentence.CharacterAt(end) - start);
    }

    private int Token(int way) => (int)(_ways[way] >> 32);

    /// <summary>A way on is a token and the place that it leads to, as one number: sorted, the ways of a token lie side by side.</summary>
    private void FindWays()
    {
        _count = 0;
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

                if (_count == _ways.Length)
                {
                    Array.Resize(ref _ways, 2 * _count);
                    Array.Resize(ref _lengths, 2 * _count);
                }

                (_ways[_count], _lengths[_count]) = (((ulong)(uint)match.Token << 32) | (uint)end, match.Length);
                _count++;
            }
        }

        _ways.AsSpan(0, _count).Sort(_lengths.AsSpan(0, _count));
    }
}
