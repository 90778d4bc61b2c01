namespace Pipeline.Inference.Models;

/// <summary>Tokens by their bytes. Walking a text's bytes down the trie gives every token that the text continues with,
/// at a cost that depends on the longest match and not on the size of the vocabulary.</summary>
internal sealed class TokenTrie
{
    private readonly Dictionary<(int Node, byte Byte), int> _children = [];
    private readonly List<List<int>?> _tokens = [null];

    internal TokenTrie(IEnumerable<(int Token, byte[] Bytes)> tokens)
    {
        foreach (var (token, bytes) in tokens)
        {
            Add(token, bytes);
        }
    }

    public const int Root = 0;

    /// <summary>The node that a byte leads to, or -1.</summary>
    public int Child(int node, byte next) => _children.TryGetValue((node, next), out var child) ? child : -1;

    /// <summary>Tokens whose bytes lead from the root to this node.</summary>
    public IReadOnlyList<int> TokensAt(int node) => _tokens[node] ?? (IReadOnlyList<int>)[];

    /// <summary>Adds to <paramref name="matches"/> each token that <paramref name="text"/> starts with, and its length in bytes.</summary>
    public void Match(ReadOnlySpan<byte> text, List<TokenMatch> matches)
    {
        var node = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!_children.TryGetValue((node, text[i]), out node))
            {
                return;
            }

            if (_tokens[node] is { } here)
            {
                foreach (var token in here)
                {
                    matches.Add(new TokenMatch(token, i + 1));
                }
            }
        }
    }

    private void Add(int token, byte[] bytes)
    {
        var node = 0;
        foreach (var b in bytes)
        {
            if (!_children.TryGetValue((node, b), out var next))
            {
                next = _tokens.Count;
                _tokens.Add(null);
                _children.Add((node, b), next);
            }

            node = next;
        }

        (_tokens[node] ??= []).Add(token);
    }
}
