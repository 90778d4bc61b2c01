namespace Pipeline.Inference.Decoding;

/// <summary>A choice between token sequences of which none is the beginning of another (each ends in its own literal). A node with one child needs no decision.</summary>
internal sealed class OptionTrie
{
    private readonly SortedDictionary<int, OptionTrie> _children = [];

    /// <summary>Index of the option that ends here, or -1.</summary>
    public int Option { get; private set; } = -1;

    public int Count => _children.Count;

    public IEnumerable<int> Tokens => _children.Keys;

    public OptionTrie Child(int token) => _children[token];

    public int OnlyToken => _children.Keys.First();

    public static OptionTrie Of(IReadOnlyList<int[]> options)
    {
        var root = new OptionTrie();
        for (var i = 0; i < options.Count; i++)
        {
            var node = root;
            foreach (var token in options[i])
            {
                if (!node._children.TryGetValue(token, out var next))
                {
                    next = new OptionTrie();
                    node._children.Add(token, next);
                }

                node = next;
            }

            // The same text twice is one option: the first stands.
            node.Option = node.Option < 0 ? i : node.Option;
        }

        return root;
    }
}
