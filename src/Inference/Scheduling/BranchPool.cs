using Pipeline.Inference.Models;

namespace Pipeline.Inference.Scheduling;

/// <summary>The branches of a lane, and the sequence ids they run on. A branch that finds no id, or no cells, waits and is fed again from its trunk: it is never lost.</summary>
internal sealed class BranchPool
{
    private readonly LlamaContext _context;
    private readonly Stack<int> _free;
    private readonly List<Branch> _running;
    private readonly List<Branch> _waiting = [];

    public BranchPool(LlamaContext context, IEnumerable<int> sequences)
    {
        _context = context;
        _free = new Stack<int>(sequences.Reverse());
        _running = new List<Branch>(_free.Count);
    }

    /// <summary>In the order in which they started.</summary>
    public IReadOnlyList<Branch> Running => _running;

    /// <summary>Cells that running branches hold beside their trunks'; shared ones are counted more than once, which errs on the safe side.</summary>
    public int Cells
    {
        get
        {
            var cells = 0;
            foreach (var branch in _running)
            {
                cells += branch.Fed;
            }

            return cells;
        }
    }

    /// <summary>Tokens that running branches have to be fed.</summary>
    public int Pending
    {
        get
        {
            var tokens = 0;
            foreach (var branch in _running)
            {
                tokens += branch.Pending;
            }

            return tokens;
        }
    }

    /// <summary>A new branch off its trunk. It starts with the next step that has an id and cells for it.</summary>
    public void Add(Branch branch)
    {
        branch.Trunk.OpenBranches++;
        _waiting.Add(branch);
    }

    /// <summary>A fork of a running branch shares what that one has in the cache.</summary>
    public void Fork(Branch source, Branch fork)
    {
        Add(fork);
        if (_free.TryPop(out var sequence))
        {
            _context.Share(source.Sequence, sequence, source.Position + source.Fed);
            Run(fork, sequence, source.Fed);
        }
    }

    /// <summary>Starts waiting branches, the oldest first, while ids last and <paramref name="cells"/> would hold their tokens.</summary>
    public void StartWaiting(int cells)
    {
        while (_waiting.Count > 0)
        {
            var branch = _waiting[0];
            cells -= branch.Pending;
            if (cells < 0 || !_free.TryPop(out var sequence))
            {
                return;
            }

            _context.Share(branch.Trunk.Sequence, sequence, branch.Position);
            Run(branch, sequence, fed: 0);
        }
    }

    /// <summary>Takes the youngest running branch out of the cache; it waits and starts over from its trunk.</summary>
    public void ParkYoungest()
    {
        var branch = _running[^1];
        Release(branch);
        branch.Fed = 0;
        _waiting.Insert(0, branch);
    }

    public void Finish(Branch branch)
    {
        Release(branch);
        branch.Trunk.OpenBranches--;
    }

    /// <summary>Drops all branches of a trunk that was given up.</summary>
    public void Drop(Trunk trunk)
    {
        foreach (var branch in _running.Where(b => b.Trunk == trunk).ToArray())
        {
            Release(branch);
        }

        _waiting.RemoveAll(b => b.Trunk == trunk);
        trunk.OpenBranches = 0;
    }

    private void Run(Branch branch, int sequence, int fed)
    {
        _waiting.Remove(branch);
        branch.Sequence = sequence;
        branch.Fed = fed;
        _running.Add(branch);
    }

    private void Release(Branch branch)
    {
        _running.Remove(branch);
        _context.Free(branch.Sequence);
        _free.Push(branch.Sequence);
        branch.Sequence = -1;
    }
}
