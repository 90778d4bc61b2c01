using Pipeline.Inference.Decoding;
using Pipeline.Inference.Models;
using Pipeline.Inference.Scheduling;
using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Inference.Tests.Scheduling;

/// <summary>More branches than sequence ids or cells: they wait, and none is lost.</summary>
[Collection(ModelTests.Name)]
public sealed class BranchPoolTests : IDisposable
{
    private readonly LoadedModel _model;
    private readonly LlamaContext _context;
    private readonly BranchPool _pool;
    private readonly Trunk _trunk;

    public BranchPoolTests(LoadedModel model)
    {
        _model = model;
        _context = new LlamaContext(model.Model, new ContextSettings { Cells = 256, BatchTokens = 16, Sequences = 8, Outputs = 8, Threads = 1 });
        _pool = new BranchPool(_context, [5, 6]);
        var job = new ReadJob(new EngineRequest([], Contracts.NdaFields), CancellationToken.None);
        _trunk = new Trunk(new Passage(job, [], model.Literals.LineFeed), sequence: 1, new Prefix("x", 0, 0));
    }

    [Fact]
    public void The_oldest_start_first_and_the_rest_wait_for_an_id()
    {
        var branches = Add(3);

        _pool.StartWaiting(cells: 1000);
        Assert.Equal(branches[..2], _pool.Running);
        Assert.Equal([5, 6], _pool.Running.Select(b => b.Sequence));

        _pool.Finish(branches[0]);
        _pool.StartWaiting(cells: 1000);
        Assert.Equal([branches[1], branches[2]], _pool.Running);
        Assert.Equal((5, 0), (branches[2].Sequence, branches[2].Fed));
        Assert.Equal(2, _trunk.OpenBranches);
    }

    [Fact]
    public void No_more_start_than_there_are_cells_for()
    {
        var branches = Add(2);

        _pool.StartWaiting(branches[0].Pending + branches[1].Pending - 1);

        Assert.Equal([branches[0]], _pool.Running);
    }

    [Fact]
    public void A_fork_shares_what_its_source_has_fed_or_waits_and_starts_over()
    {
        var source = Add(1)[0];
        _pool.StartWaiting(1000);
        source.Fed = source.Pending;

        var (shared, late) = (New(), New());
        _pool.Fork(source, shared);
        _pool.Fork(source, late);

        Assert.Equal(source.Fed, shared.Fed);
        Assert.Equal((-1, 0), (late.Sequence, late.Fed));
        Assert.Equal(3, _trunk.OpenBranches);
        Assert.Equal(source.Fed + shared.Fed, _pool.Cells);
    }

    [Fact]
    public void The_youngest_gives_its_cells_back_and_is_the_next_to_start()
    {
        var branches = Add(3);
        _pool.StartWaiting(1000);
        branches[1].Fed = 4;

        _pool.ParkYoungest();

        Assert.Equal([branches[0]], _pool.Running);
        Assert.Equal((0, 0, -1), (_pool.Cells, branches[1].Fed, branches[1].Sequence));
        _pool.StartWaiting(1000);
        Assert.Equal([branches[0], branches[1]], _pool.Running);
    }

    [Fact]
    public void A_trunk_that_is_given_up_takes_its_branches_along_and_no_others()
    {
        Add(3);
        _pool.StartWaiting(1000);
        var other = new Branch(new Trunk(_trunk.Passage, 2, _trunk.Prefix), New().Path, 0);
        _pool.Add(other);

        _pool.Drop(_trunk);

        Assert.Empty(_pool.Running);
        Assert.Equal(0, _trunk.OpenBranches);
        _pool.StartWaiting(1000);
        Assert.Equal([other], _pool.Running);
    }

    public void Dispose() => _context.Dispose();

    private Branch[] Add(int count)
    {
        var branches = Enumerable.Range(0, count).Select(_ => New()).ToArray();
        Array.ForEach(branches, _pool.Add);
        return branches;
    }

    private Branch New()
    {
        var task = new SentenceTask(Contracts.Sentence("Ohio law governs it."), Contracts.NdaFields, _model.Literals, _model.Vocabulary.Trie, new DecodingLimits());
        return new Branch(_trunk, new AnswerPath(task, new SentenceAnswer(), 0.9, probe: false, new DecodingMemory()), position: 0);
    }
}
