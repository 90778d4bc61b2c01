using Pipeline.Inference.Models;

namespace Pipeline.Inference.Scheduling;

/// <summary>The resident prompt prefixes of a lane, one sequence each: prefilled once, shared by every trunk of that schema.</summary>
internal sealed class PrefixCache
{
    private readonly LlamaContext _context;
    private readonly TokenBatch _batch;
    private readonly int _capacity;
    private readonly LinkedList<Prefix> _recent = [];
    private readonly List<Prefix> _evicted = [];

    /// <summary>Uses the sequence ids 0 to <paramref name="capacity"/> − 1.</summary>
    public PrefixCache(LlamaContext context, TokenBatch batch, int capacity)
    {
        _context = context;
        _batch = batch;
        _capacity = capacity;
    }

    /// <summary>Cells that prefixes hold: the resident ones, and evicted ones that trunks still share.</summary>
    public int Cells
    {
        get
        {
            var cells = 0;
            foreach (var prefix in _recent)
            {
                cells += prefix.Length;
            }

            foreach (var prefix in _evicted)
            {
                cells += prefix.Length;
            }

            return cells;
        }
    }

    /// <summary>Makes <paramref name="sequence"/> start with the prefix. Trunks that share an evicted prefix keep its cells until <see cref="Release"/>.</summary>
    public Prefix Share(string key, Func<int[]> tokens, int sequence)
    {
        var prefix = _recent.FirstOrDefault(p => p.Key == key);
        if (prefix is null)
        {
            prefix = Prefill(key, tokens());
        }
        else
        {
            _recent.Remove(prefix);
        }

        _recent.AddFirst(prefix);
        prefix.Trunks++;
        _context.Share(prefix.Sequence, sequence, prefix.Length);
        return prefix;
    }

    /// <summary>A trunk that began with the prefix is gone.</summary>
    public void Release(Prefix prefix)
    {
        prefix.Trunks--;
        _evicted.RemoveAll(p => p.Trunks == 0);
    }

    private Prefix Prefill(string key, int[] tokens)
    {
        var sequence = _recent.Count == _capacity ? Evict() : _recent.Count;
        for (var start = 0; start < tokens.Length; start += _batch.Capacity)
        {
            _batch.Clear();
            for (var i = start; i < Math.Min(tokens.Length, start + _batch.Capacity); i++)
            {
                _batch.Add(tokens[i], i, sequence, output: i == tokens.Length - 1);
            }

            _context.Decode(_batch);
        }

        return new Prefix(key, sequence, tokens.Length);
    }

    private int Evict()
    {
        var oldest = _recent.Last!.Value;
        _recent.RemoveLast();
        _context.Free(oldest.Sequence);
        if (oldest.Trunks > 0)
        {
            _evicted.Add(oldest);
        }

        return oldest.Sequence;
    }
}
