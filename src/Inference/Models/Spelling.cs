namespace Pipeline.Inference.Models;

/// <summary>Writes bytes with the fewest tokens of a vocabulary.</summary>
internal static class Spelling
{
    /// <summary>From here the end cannot be reached.</summary>
    public const int Unreachable = int.MaxValue / 2;

    /// <summary>The tokens, or null where the vocabulary cannot write these bytes. Of equally short spellings, the one whose first token is longest.</summary>
    public static int[]? Of(ReadOnlySpan<byte> bytes, TokenTrie trie)
    {
        var best = new TokenMatch[bytes.Length];
        if (Fewest(bytes, trie, best)[0] >= Unreachable)
        {
            return null;
        }

        var tokens = new List<int>();
        for (var p = 0; p < bytes.Length; p += best[p].Length)
        {
            tokens.Add(best[p].Token);
        }

        return [.. tokens];
    }

    /// <summary>Fewest tokens from each byte to the end.</summary>
    public static int[] Fewest(ReadOnlySpan<byte> bytes, TokenTrie trie) => Fewest(bytes, trie, new TokenMatch[bytes.Length]);

    private static int[] Fewest(ReadOnlySpan<byte> bytes, TokenTrie trie, TokenMatch[] best)
    {
        var fewest = new int[bytes.Length + 1];
        var matches = new List<TokenMatch>();
        for (var p = bytes.Length - 1; p >= 0; p--)
        {
            fewest[p] = Unreachable;
            matches.Clear();
            trie.Match(bytes[p..], matches);
            foreach (var match in matches)
            {
                if (fewest[p + match.Length] + 1 <= fewest[p] && fewest[p + match.Length] < Unreachable)
                {
                    (fewest[p], best[p]) = (fewest[p + match.Length] + 1, match);
                }
            }
        }

        return fewest;
    }
}
