using System.Runtime.InteropServices;
using Pipeline.Inference.Models;

namespace Pipeline.Inference.Decoding.Described;

/// <summary>The tokens that may come next, found by walking the bytes that the automaton allows down the vocabulary's trie: the cost does not grow with the vocabulary.
/// A token may run through several parts of the answer, so the walk keeps its bytes as a tree: at each node the masses of its branches are the probabilities of that byte's decision.</summary>
internal sealed class AllowedTokens
{
    private readonly AnswerAutomaton _automaton;
    private readonly TokenTrie _trie;
    private readonly List<Node> _nodes = [];
    private readonly List<int> _tokens = [];
    private readonly List<int> _ends = [];
    private double[] _sums = [];
    private double[] _logProbabilities = [];

    public AllowedTokens(AnswerAutomaton automaton, TokenTrie trie)
    {
        _automaton = automaton;
        _trie = trie;
    }

    /// <summary>In the order of the walk.</summary>
    public IReadOnlyList<int> Tokens => _tokens;

    /// <summary>The token limit of a value that had begun before hid a way to go on.</summary>
    public bool HidesLongerValue { get; private set; }

    /// <summary>Finds the tokens that may follow a state.</summary>
    public void Find(in AnswerState state)
    {
        _nodes.Clear();
        _tokens.Clear();
        _ends.Clear();
        HidesLongerValue = false;
        _nodes.Add(new Node(-1, 0, state, 0));
        Walk(0, TokenTrie.Root, state.Part == AnswerPart.Value && state.Value!.Bytes > 0);
    }

    /// <summary>Weighs <see cref="Tokens"/>; good until the next decision.</summary>
    public Decision Decide(scoped ReadOnlySpan<float> logits)
    {
        if (_logProbabilities.Length < _tokens.Count)
        {
            _logProbabilities = new double[_tokens.Count + 64];
        }

        return Decision.Of(logits, CollectionsMarshal.AsSpan(_tokens), _logProbabilities);
    }

    /// <summary>Takes the log-probabilities of <see cref="Tokens"/>, and gives the index of the one to take. Where a byte ends a value or decides on another finding,
    /// the masses of its sides decide, since each may be spread over several tokens; else the likeliest token does. Ties go to the first.</summary>
    public int Choose(ReadOnlySpan<double> logProbabilities)
    {
        if (_sums.Length <= _tokens.Count)
        {
            _sums = new double[_tokens.Count + 64];
        }

        for (var i = 0; i < _tokens.Count; i++)
        {
            _sums[i + 1] = _sums[i] + Math.Exp(logProbabilities[i]);
        }

        var (from, to, inside) = Side();
        var best = -1;
        for (var i = 0; i < _tokens.Count; i++)
        {
            var within = i >= from && i < to;
            if (within == inside && (best < 0 || logProbabilities[i] > logProbabilities[best]))
            {
                best = i;
            }
        }

        return best;
    }

    /// <summary>The bytes of a token, each with the states around it and its probability among its siblings. Call it after <see cref="Choose"/>.</summary>
    public void Read(int index, List<AnswerByte> into)
    {
        into.Clear();
        for (var node = _ends[index]; node > 0; node = _nodes[node].Parent)
        {
            var parent = _nodes[node].Parent;
            var (mass, all, rival) = (Mass(node), 0.0, 0.0);
            for (var child = parent + 1; child < _nodes[parent].After; child = _nodes[child].After)
            {
                all += Mass(child);
                rival = child == node ? rival : Math.Max(rival, Mass(child));
            }

            into.Add(new AnswerByte(_nodes[node].Byte, _nodes[parent].State, _nodes[node].State, Math.Log(mass / all), (mass - rival) / all));
        }

        into.Reverse();
    }

    /// <summary>The state after the token.</summary>
    public AnswerState After(int index) => _automaton.AtTokenEnd(_nodes[_ends[index]].State, out _)!.Value;

    /// <summary>Indexes [from, to) of the tokens of one side, or all others.</summary>
    private (int From, int To, bool Inside) Side()
    {
        var part = _nodes[0].State.Part;
        if (part is not (AnswerPart.Value or AnswerPart.More))
        {
            return (0, _tokens.Count, true);
        }

        var end = part == AnswerPart.Value ? AnswerPart.FindingEnd : AnswerPart.Closing;
        for (var child = 1; child < _nodes[0].After; child = _nodes[child].After)
        {
            if (_nodes[child].State.Part == end)
            {
                var all = _sums[_tokens.Count];
                return (_nodes[child].First, _nodes[child].Last, Mass(child) >= all - Mass(child));
            }
        }

        return (0, _tokens.Count, true);
    }

    private double Mass(int node) => _sums[_nodes[node].Last] - _sums[_nodes[node].First];

    private void Walk(int node, int place, bool inValue)
    {
        var state = _nodes[node].State;
        Span<byte> next = stackalloc byte[AnswerAutomaton.MostBytes];
        var count = _automaton.Next(state, next);
        for (var i = 0; i < count; i++)
        {
            var child = _trie.Child(place, next[i]);
            if (child < 0)
            {
                continue;
            }

            var index = _nodes.Count;
            var after = _automaton.Step(state, next[i]);
            _nodes.Add(new Node(node, next[i], after, _tokens.Count));
            if (_trie.TokensAt(child) is { Count: > 0 } tokens)
            {
                var live = _automaton.AtTokenEnd(after, out var overLimit);
                HidesLongerValue |= inValue && overLimit;
                if (live is not null)
                {
                    Add(tokens, index);
                }
            }

            Walk(index, child, inValue);
            _nodes[index] = _nodes[index] with { Last = _tokens.Count, After = _nodes.Count };
        }

        if (node == 0)
        {
            _nodes[0] = _nodes[0] with { Last = _tokens.Count, After = _nodes.Count };
        }
    }

    private void Add(IReadOnlyList<int> tokens, int node)
    {
        foreach (var token in tokens)
        {
            _tokens.Add(token);
            _ends.Add(node);
        }
    }

    /// <param name="First">Index of the first token under it.</param>
    private readonly record struct Node(int Parent, byte Byte, AnswerState State, int First)
    {
        /// <summary>Index after the last token under it.</summary>
        public int Last { get; init; }

        /// <summary>Index after the last node under it: the next sibling, if there is one.</summary>
        public int After { get; init; }
    }
}
