using Pipeline.Inference.Models;
using Pipeline.Inference.Scheduling;
using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Inference.Tests.Scheduling;

[Collection(ModelTests.Name)]
public sealed class PrefixCacheTests : IDisposable
{
    private readonly LlamaContext _context;
    private readonly TokenBatch _batch = new(16, 8);
    private readonly PrefixCache _prefixes;

    public PrefixCacheTests(LoadedModel model)
    {
        _context = new LlamaContext(model.Model, new ContextSettings { Cells = 256, BatchTokens = 16, Sequences = 8, Outputs = 8, Threads = 1 });
        _prefixes = new PrefixCache(_context, _batch, capacity: 2);
    }

    [Fact]
    public void A_prefix_is_made_once_and_shared()
    {
        var first = Share("a", 20, trunk: 2);

        Assert.Same(first, _prefixes.Share("a", () => throw new InvalidOperationException("It is there."), 3));
        Assert.Equal((20, 20, 2), (first.Length, _prefixes.Cells, first.Trunks));
    }

    [Fact]
    public void The_least_recently_used_one_goes_and_its_cells_count_until_its_trunks_are_gone()
    {
        var a = Share("a", 20, trunk: 2);
        var b = Share("b", 30, trunk: 3);
        Assert.Same(a, Share("a", 20, trunk: 4));

        var c = Share("c", 17, trunk: 5);

        Assert.Equal(b.Sequence, c.Sequence);
        Assert.Equal(20 + 30 + 17, _prefixes.Cells);
        _prefixes.Release(b);
        Assert.Equal(20 + 17, _prefixes.Cells);
        _prefixes.Release(a);
        _prefixes.Release(a);
        Assert.Equal(20 + 17, _prefixes.Cells);
        Assert.Same(a, Share("a", 20, trunk: 6));
    }

    public void Dispose()
    {
        _batch.Dispose();
        _context.Dispose();
    }

    private Prefix Share(string key, int tokens, int trunk) => _prefixes.Share(key, () => [.. Enumerable.Range(100, tokens)], trunk);
}
