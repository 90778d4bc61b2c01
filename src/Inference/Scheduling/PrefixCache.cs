using Pipeline.Inference.Models;

namespace Pipeline.Inference.Scheduling;

/// <summary>The resident prompt prefixes of a lane, one sequence each: prefilled once, shared by every trunk of that schema.</summary>
internal sealed class PrefixCache
{
    private readonly LlamaContext _context;
    private readonly TokenBatch _batch;
    private readonly int _capacity;
    private readonly LinkedList<(string Key, int Sequence, int Length)> _recent = [];

    /// <summary>Uses the sequence ids 0 to <paramref name="capacity"/> − 1.</summary>
    public PrefixCache(LlamaContext context, TokenBatch batch, int capacity)
    {
        _context = context;
        _batch = batch;
        _capacity = capacity;
    }

    /// <summary>Cells that the resident prefixes hold.</summary>
    public int Cells => _recent.Sum(p => p.Length);

    /// <summary>Makes <paramref name="sequence"/> start with the prefix and gives the prefix's length in tokens. Trunks that share an evicted prefix keep its cells.</summary>
    public int Share(string key, Func<int[]> tokens, int sequence)
    {
        var node = _recent.First;
        while (node is not null && node.Value.Key != key)
        {
            node = node.Next;
        }

        if (node is null)
        {
            node = new LinkedListNode<(string, int, int)>(Prefill(key, tokens()));
        }
        else
        {
            _recent.Remove(node);
        }

        _recent.AddFirst(node);
        _context.Share(node.Value.Sequence, sequence, node.Value.Length);
        return node.Value.Length;
    }

    private (string Key, int Sequence, int Length) Prefill(string key, int[] tokens)
    {
        var sequence = _recent.Count;
        if (_recent.Count == _capacity)
        {
            sequence = _recent.Last!.Value.Sequence;
            _recent.RemoveLast();
            _context.Free(sequence);
        }

        for (var start = 0; start < tokens.Length; start += _batch.Capacity)
        {
            _batch.Clear();
            for (var i = start; i < Math.Min(tokens.Length, start + _batch.Capacity); i++)
            {
                _batch.Add(tokens[i], i, sequence, output: i == tokens.Length - 1);
            }

            _context.Decode(_batch);
        }

        return (key, sequence, tokens.Length);
    }
}
