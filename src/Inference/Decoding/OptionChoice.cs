namespace Pipeline.Inference.Decoding;

/// <summary>A choice between token sequences of which none is the beginning of another (each ends in its own literal), and how far it has come.
/// The sequences are sorted, so that those which are still possible lie side by side: a step narrows the range and builds nothing.</summary>
internal readonly struct OptionChoice
{
    private readonly (int[] Tokens, int Option)[] _sorted;
    private readonly int _from;
    private readonly int _to;
    private readonly int _depth;

    private OptionChoice((int[] Tokens, int Option)[] sorted, int from, int to, int depth) => (_sorted, _from, _to, _depth) = (sorted, from, to, depth);

    /// <summary>Options that are still possible: no fewer than the tokens that may follow.</summary>
    public int Count => _to - _from;

    /// <summary>Index of the option that ends here, or -1. Of equal ones the first stands.</summary>
    public int Option => _sorted[_from].Tokens.Length == _depth ? _sorted[_from].Option : -1;

    public static OptionChoice Of(IReadOnlyList<int[]> options)
    {
        var sorted = new (int[] Tokens, int Option)[options.Count];
        for (var i = 0; i < sorted.Length; i++)
        {
            sorted[i] = (options[i], i);
        }

        Array.Sort(sorted, static (one, other) => one.Tokens.AsSpan().SequenceCompareTo(other.Tokens) is var order && order != 0 ? order : one.Option - other.Option);
        return new OptionChoice(sorted, 0, sorted.Length, 0);
    }

    /// <summary>The only token that may follow, where there is one: nothing has to be decided.</summary>
    public bool TryGetOnly(out int token)
    {
        token = _sorted[_from].Tokens[_depth];
        return token == _sorted[_to - 1].Tokens[_depth];
    }

    /// <summary>Writes the tokens that may follow, ascending, and gives their number.</summary>
    public int Next(Span<int> into)
    {
        var count = 0;
        for (var i = _from; i < _to; i++)
        {
            var token = _sorted[i].Tokens[_depth];
            if (count == 0 || into[count - 1] != token)
            {
                into[count++] = token;
            }
        }

        return count;
    }

    /// <summary>The choice after one of the tokens that may follow.</summary>
    public OptionChoice After(int token)
    {
        var from = _from;
        while (_sorted[from].Tokens[_depth] != token)
        {
            from++;
        }

        var to = from + 1;
        while (to < _to && _sorted[to].Tokens[_depth] == token)
        {
            to++;
        }

        return new OptionChoice(_sorted, from, to, _depth + 1);
    }
}
