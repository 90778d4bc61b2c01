using System.Diagnostics;
using Pipeline.Inference.Decoding;
using Pipeline.Inference.Models;
using Pipeline.Inference.Native;

namespace Pipeline.Inference.Scheduling;

/// <summary>One context and the thread that owns it. Each step holds the tokens that all running branches need and fills up with passages still to be read (continuous batching).</summary>
internal sealed class EngineLane : IEngineLane
{
    /// <summary>Most tokens of a prefix: the 42 fields of contracts@1 take 240.</summary>
    public const int PrefixTokens = 512;

    /// <summary>Kept free for branches. The largest branch (8 findings of 48 tokens and their literals) always fits, so a step can always be made.</summary>
    public const int BranchCells = 1024;

    private const int Prefixes = 2;
    private const int BranchSequences = 26;

    private readonly LlamaContext _context;
    private readonly TokenBatch _batch;
    private readonly PrefixCache _prefixes;
    private readonly BranchPool _branches;
    private readonly InlineLiterals _literals;
    private readonly SharedState _shared;
    private readonly Stack<int> _trunkSequences;
    private readonly List<Trunk> _trunks = [];
    private readonly List<(Trunk Trunk, int Segment, int Position, int Output)> _decisions;
    private readonly StepBooking _booking;
    private readonly StepTimes _steps = new();
    private readonly DecodingMemory _memory = new();
    private readonly List<Branch> _deciding = new(BranchSequences);
    private readonly List<AnswerPath> _forks = [];
    private long _allocated;
    private bool _quiet;

    public EngineLane(LlamaModel model, EngineSettings settings, SharedState shared)
    {
        _shared = shared;
        _literals = shared.Literals;
        var sequences = Prefixes + settings.Slots + BranchSequences;
        // Every slot's passage, or a segment that is longer than all of them; the resident prefixes and a new one; the branches.
        // With less than this a passage could wait for room that no end of another ever makes.
        var trunks = Math.Max(settings.Slots * (settings.PassageTokens + 64), PassagePacker.LargestSegment);
        var cells = 512 * ((trunks + ((Prefixes + 1) * PrefixTokens) + BranchCells + 511) / 512);
        _context = new LlamaContext(model, new ContextSettings
        {
            Cells = cells,
            BatchTokens = settings.StepTokens,
            Sequences = sequences,
            Outputs = Math.Max(64, sequences),
            Threads = settings.ThreadsPerLane,
        });
        _batch = new TokenBatch(settings.StepTokens, Math.Max(64, sequences));
        _prefixes = new PrefixCache(_context, _batch, Prefixes);
        _trunkSequences = new Stack<int>(Enumerable.Range(Prefixes, settings.Slots).Reverse());
        _branches = new BranchPool(_context, Enumerable.Range(Prefixes + settings.Slots, BranchSequences));
        _decisions = new(_batch.OutputCapacity);
        _booking = new StepBooking(settings.Slots);
        Threads = settings.ThreadsPerLane;
    }

    private int Threads { get; }

    private int TrunkCells
    {
        get
        {
            var cells = 0;
            foreach (var trunk in _trunks)
            {
                cells += trunk.Passage.Tokens.Length;
            }

            return cells;
        }
    }

    // A prefix that has to be made needs cells at once, whatever the branches hold.
    private int Room => _context.Cells - _prefixes.Cells - PrefixTokens - Math.Max(BranchCells, _branches.Cells) - TrunkCells;

    private int FreeCells => _context.Cells - _prefixes.Cells - TrunkCells - _branches.Cells;

    public void Run()
    {
        while (!_shared.Queue.IsClosed)
        {
            (_allocated, _quiet) = (GC.GetAllocatedBytesForCurrentThread(), true);
            DropCancelled();
            Admit();
            if (_trunks.Count == 0)
            {
                if (!_shared.Queue.Wait())
                {
                    return;
                }
            }
            else
            {
                Step();
            }
        }
    }

    public void Abandon(Exception reason)
    {
        foreach (var trunk in _trunks)
        {
            trunk.Passage.Job.Fail(reason);
        }
    }

    public void Dispose()
    {
        _batch.Dispose();
        _context.Dispose();
    }

    private void Admit()
    {
        while (_trunkSequences.Count > 0 && _shared.Queue.TryTake(Room) is { } passage)
        {
            Start(passage);
        }

        // Somebody waits for that one: it has the place of a bulk passage before the next step, not after some dozen of them.
        while (Youngest() is { } trunk && _shared.Queue.TryTakeInteractive(Room + trunk.Passage.Tokens.Length) is { } urgent)
        {
            SetAside(trunk);
            Start(urgent);
        }
    }

    /// <summary>The bulk passage whose reading loses least when it begins anew.</summary>
    private Trunk? Youngest()
    {
        for (var i = _trunks.Count - 1; i >= 0; i--)
        {
            if (_trunks[i].Passage.GivesWay(_shared.Queue.Patience))
            {
                return _trunks[i];
            }
        }

        return null;
    }

    /// <summary>What it took stays booked to its document in seconds; its tokens are counted when they are read for good.</summary>
    private void SetAside(Trunk trunk)
    {
        _branches.Drop(trunk);
        Free(trunk);
        trunk.Passage.MakeWay();
        trunk.Passage.Job.Book(-trunk.Fed, -trunk.Decoded, 0);
        if (!_shared.Queue.TryReturn([trunk.Passage]))
        {
            trunk.Passage.Job.Fail(ReadingEngine.Stopped());
        }
    }

    // Not where it is called: what a lambda captures is allocated where its scope begins, before it is known that there is a passage.
    private void Start(Passage passage)
    {
        _quiet = false;
        _shared.Meter.Began(passage, _steps);
        var sequence = _trunkSequences.Pop();
        var prefix = _prefixes.Share(passage.Job.FieldNames, () => _literals.Header(passage.Job.Fields), sequence);
        _trunks.Add(new Trunk(passage, sequence, prefix));
    }

    private void Step()
    {
        var started = Stopwatch.GetTimestamp();
        var cpu = ThreadClock.Seconds();
        BuildStep();
        var decoding = Stopwatch.GetTimestamp();
        _context.Decode(_batch);
        var decoded = Stopwatch.GetElapsedTime(decoding);
        var tokens = _batch.Count;
        DecideBranches();
        DecideSentences();
        // Before documents are handed over. The lane's thread is one of equals where it has helpers.
        _booking.Book((ThreadClock.Seconds() - cpu) * Threads, tokens);
        FreeFinished();
        _steps.Ended(Stopwatch.GetTimestamp());
        _shared.Meter.Step(new StepFigures(tokens, decoded, Stopwatch.GetElapsedTime(started), GC.GetAllocatedBytesForCurrentThread() - _allocated, _quiet));
    }

    private void BuildStep()
    {
        _batch.Clear();
        _decisions.Clear();
        _booking.Clear();
        _branches.StartWaiting(FreeCells);
        while (_branches.Running.Count > 1 && _branches.Pending > FreeCells)
        {
            _branches.ParkYoungest();
        }

        for (var i = 0; i < _branches.Running.Count; i++)
        {
            AddBranch(_branches.Running[i]);
        }

        foreach (var trunk in _trunks)
        {
            AddTrunk(trunk);
        }
    }

    private void AddBranch(Branch branch)
    {
        branch.OutputIndex = -1;
        var count = Math.Min(branch.Pending, _batch.Capacity - _batch.Count);
        if (_batch.OutputCount == _batch.OutputCapacity)
        {
            return;
        }

        for (var i = 0; i < count; i++)
        {
            var last = branch.Pending == 1;
            var index = _batch.Add(branch.Path.Tokens[branch.Fed], branch.Position + branch.Fed, branch.Sequence, output: last);
            branch.Fed++;
            branch.OutputIndex = last ? index : -1;
        }

        branch.Trunk.Decoded += count;
        _booking.Count(branch.Trunk.Passage.Job, 0, count);
    }

    private void AddTrunk(Trunk trunk)
    {
        var before = trunk.Fed;
        while (!trunk.IsRead && _batch.Count < _batch.Capacity)
        {
            var atEnd = trunk.Fed == trunk.Passage.Ends[trunk.NextSegment];
            if (atEnd && _batch.OutputCount == _batch.OutputCapacity)
            {
                break;
            }

            var position = trunk.Prefix.Length + trunk.Fed;
            var index = _batch.Add(trunk.Passage.Tokens[trunk.Fed], position, trunk.Sequence, output: atEnd);
            trunk.Fed++;
            if (atEnd)
            {
                _decisions.Add((trunk, trunk.NextSegment++, position, index));
            }
        }

        _booking.Count(trunk.Passage.Job, trunk.Fed - before, 0);
    }

    private void DecideBranches()
    {
        _deciding.Clear();
        for (var i = 0; i < _branches.Running.Count; i++)
        {
            if (_branches.Running[i].OutputIndex >= 0)
            {
                _deciding.Add(_branches.Running[i]);
            }
        }

        // Forks start, and branches end, while others decide.
        foreach (var branch in _deciding)
        {
            Decide(branch);
        }
    }

    private void Decide(Branch branch)
    {
        var turns = branch.Path.Turns;
        _forks.Clear();
        branch.Path.Decide(_context.Logits(branch.OutputIndex), _forks);
        _quiet &= _forks.Count == 0 && !branch.Path.IsFinished && branch.Path.Turns == turns;
        foreach (var fork in _forks)
        {
            if (!fork.IsFinished)
            {
                _branches.Fork(branch, new Branch(branch.Trunk, fork, branch.Position));
            }
        }

        if (branch.Path.IsFinished)
        {
            _branches.Finish(branch);
        }
    }

    private void DecideSentences()
    {
        foreach (var (trunk, segment, position, output) in _decisions)
        {
            var job = trunk.Passage.Job;
            var probability = Decision.Between(_context.Logits(output), _literals.First[0], _literals.LineFeed);
            trunk.Probabilities[segment] = probability;
            if (probability < _shared.Limits.PossibleMiss)
            {
                continue;
            }

            _quiet = false;
            var task = new SentenceTask(trunk.Passage.Segments[segment].Text, job.Fields, _literals, _shared.Trie, _shared.Limits);
            var answer = trunk.Answers[segment] = new SentenceAnswer();
            var path = new AnswerPath(task, answer, probability, probe: probability < _shared.Limits.Branch, _memory);
            if (!path.IsFinished)
            {
                _branches.Add(new Branch(trunk, path, position + 1));
            }
        }
    }

    private void FreeFinished()
    {
        for (var i = 0; i < _trunks.Count;)
        {
            var trunk = _trunks[i];
            if (!trunk.IsDone)
            {
                i++;
                continue;
            }

            _quiet = false;
            Free(trunk);
            if (trunk.Complete(_shared.Limits) is { Count: > 0 } again && !_shared.Queue.TryReturn(again))
            {
                trunk.Passage.Job.Fail(ReadingEngine.Stopped());
            }
        }
    }

    private void DropCancelled()
    {
        for (var i = 0; i < _trunks.Count;)
        {
            var trunk = _trunks[i];
            if (!trunk.Passage.Job.Cancelled.IsCancellationRequested)
            {
                i++;
                continue;
            }

            _quiet = false;
            _branches.Drop(trunk);
            Free(trunk);
            trunk.Passage.Job.Cancel();
        }
    }

    private void Free(Trunk trunk)
    {
        _trunks.Remove(trunk);
        _context.Free(trunk.Sequence);
        _prefixes.Release(trunk.Prefix);
        _trunkSequences.Push(trunk.Sequence);
    }
}
