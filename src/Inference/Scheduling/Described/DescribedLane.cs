using System.Diagnostics;
using Pipeline.Inference.Decoding.Described;
using Pipeline.Inference.Models;
using Pipeline.Inference.Native;

namespace Pipeline.Inference.Scheduling.Described;

/// <summary>A lane of the described style: each slot reads a passage behind the shared prompt and then writes its answer. Each step holds what all of them need next.</summary>
internal sealed class DescribedLane : IEngineLane
{
    private readonly DescribedStyle _style;
    private readonly PassageQueue _queue;
    private readonly EngineMeter _meter;
    private readonly LlamaContext _context;
    private readonly TokenBatch _batch;
    private readonly int _threads;
    private readonly ResidentPrompt _prompt = new();
    private readonly Stack<int> _sequences;
    private readonly List<DescribedSlot> _slots = [];
    private readonly StepBooking _booking;
    private readonly StepTimes _steps = new();
    private readonly Predicate<DescribedSlot> _givesWay;
    private Passage? _next;
    private long _allocated;

    public DescribedLane(LlamaModel model, EngineSettings settings, DescribedStyle style, PassageQueue queue, EngineMeter meter)
    {
        (_style, _queue, _meter, _threads) = (style, queue, meter, settings.ThreadsPerLane);
        _context = new LlamaContext(model, new ContextSettings
        {
            Cells = style.Window.Cells(settings.Slots, settings.PassageTokens),
            BatchTokens = settings.StepTokens,
            Sequences = settings.Slots + 1,
            Outputs = settings.Slots + 1,
            Threads = settings.ThreadsPerLane,
        });
        _batch = new TokenBatch(settings.StepTokens, settings.Slots + 1);
        _booking = new StepBooking(settings.Slots);
        _givesWay = slot => slot.Passage.GivesWay(queue.Patience);
        _sequences = new Stack<int>(Enumerable.Range(ResidentPrompt.Sequence + 1, settings.Slots).Reverse());
    }

    private int Free => _context.Cells - _prompt.Length - _slots.Sum(s => s.Reserved);

    public void Run()
    {
        while (!_queue.IsClosed)
        {
            _allocated = GC.GetAllocatedBytesForCurrentThread();
            DropCancelled();
            Admit();
            if (_slots.Count > 0)
            {
                Step();
            }
            else if (_next is null && !_queue.Wait())
            {
                return;
            }
        }
    }

    public void Abandon(Exception reason)
    {
        _next?.Job.Fail(reason);
        foreach (var slot in _slots)
        {
            slot.Passage.Job.Fail(reason);
        }
    }

    public void Dispose()
    {
        _batch.Dispose();
        _context.Dispose();
    }

    private void Admit()
    {
        while (_sequences.Count > 0)
        {
            // Alone, each fits: it was cut to.
            _next ??= _queue.TryTake(_slots.Count == 0 ? int.MaxValue : Free - _style.Limits.AnswerTokens);
            if (_next is not { } passage || !Start(passage))
            {
                return;
            }

            _next = null;
        }

        MakeWay();
    }

    /// <summary>An interactive passage takes the place of the bulk passage that began last. One behind another prompt waits for the slots that read behind this one.</summary>
    private void MakeWay()
    {
        while (_next is null && _slots.FindLast(_givesWay) is { } youngest
            && _queue.TryTakeInteractive(_slots.Count == 1 ? int.MaxValue : Free + youngest.Reserved - _style.Limits.AnswerTokens) is { } urgent)
        {
            SetAside(youngest);
            _next = Start(urgent) ? null : urgent;
        }
    }

    private void SetAside(DescribedSlot slot)
    {
        Release(slot);
        slot.Passage.MakeWay();
        var prompt = Math.Min(slot.Fed, slot.Passage.Tokens.Length);
        slot.Passage.Job.Book(-prompt, prompt - slot.Fed, 0);
        if (!_queue.TryReturn([slot.Passage]))
        {
            slot.Passage.Job.Fail(ReadingEngine.Stopped());
        }
    }

    /// <summary>False where the passage has to wait: for another prompt than the one that slots still read behind.</summary>
    private bool Start(Passage passage)
    {
        var prompt = _style.PromptOf(passage.Job.Fields);
        if (!_prompt.Is(prompt))
        {
            if (_slots.Count > 0)
            {
                return false;
            }

            _context.Free(ResidentPrompt.Sequence);
            _prompt.Replace(prompt);
        }

        _meter.Began(passage, _steps);
        var room = _style.Window.Answer(prompt, passage);
        var task = new PassageTask([.. passage.Segments.Select(s => s.Text)], passage.Job.Fields, _style.Trie, _style.Limits with { AnswerTokens = room });
        var slot = new DescribedSlot(passage, new PassageAnswer(task, _style.Text), _sequences.Pop(), passage.Tokens.Length + room);
        _slots.Add(slot);
        if (slot.Answer.IsFinished)
        {
            // No sentence holds anything that could be found.
            Complete(slot);
        }

        return true;
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
        foreach (var slot in _slots.Where(s => s.OutputIndex >= 0))
        {
            slot.Answer.Decide(_context.Logits(slot.OutputIndex));
        }

        // Before documents are handed over. The lane's thread is one of equals where it has helpers.
        _booking.Book((ThreadClock.Seconds() - cpu) * _threads, tokens);
        foreach (var slot in _slots.Where(s => s.Answer.IsFinished).ToArray())
        {
            Complete(slot);
        }

        _steps.Ended(Stopwatch.GetTimestamp());
        _meter.Step(new StepFigures(tokens, decoded, Stopwatch.GetElapsedTime(started), GC.GetAllocatedBytesForCurrentThread() - _allocated, false));
    }

    private void BuildStep()
    {
        _batch.Clear();
        _booking.Clear();
        if (!_prompt.IsFed)
        {
            // Steps of its own: its cells can be shared only once they are filled.
            while (!_prompt.IsFed && _batch.Count < _batch.Capacity)
            {
                _batch.Add(_prompt.Take(out var position), position, ResidentPrompt.Sequence, output: false);
            }

            return;
        }

        // The slots that write come first: they need a token or two each.
        foreach (var slot in _slots.OrderBy(s => s.Pending))
        {
            slot.OutputIndex = -1;
            if (!slot.HasPrefix)
            {
                _context.Share(ResidentPrompt.Sequence, slot.Sequence, _prompt.Length);
                slot.HasPrefix = true;
            }

            Add(slot);
        }
    }

    private void Add(DescribedSlot slot)
    {
        var before = slot.Fed;
        while (slot.Pending > 0 && _batch.Count < _batch.Capacity)
        {
            var last = slot.Pending == 1;
            var index = _batch.Add(slot.Token(slot.Fed), _prompt.Length + slot.Fed, slot.Sequence, output: last);
            slot.Fed++;
            slot.OutputIndex = last ? index : -1;
        }

        var prompt = Math.Max(0, Math.Min(slot.Fed, slot.Passage.Tokens.Length) - before);
        _booking.Count(slot.Passage.Job, prompt, slot.Fed - before - prompt);
    }

    private void Complete(DescribedSlot slot)
    {
        var passage = slot.Passage;
        Release(slot);
        if (slot.Answer.IsCapped && _style.ReadsCappedAgain && passage.Segments.Count > 1)
        {
            passage.Job.Expect(1);
            if (!_queue.TryReturn(_style.Halves(passage)))
            {
                passage.Job.Fail(ReadingEngine.Stopped());
            }

            return;
        }

        passage.Job.Complete([.. passage.Segments.Zip(slot.Answer.Sentences(), (segment, said) => new SegmentReading(segment, said.Probability, said.Answer))]);
    }

    private void DropCancelled()
    {
        if (_next is { Job.Cancelled.IsCancellationRequested: true } next)
        {
            next.Job.Cancel();
            _next = null;
        }

        foreach (var slot in _slots.Where(s => s.Passage.Job.Cancelled.IsCancellationRequested).ToArray())
        {
            Release(slot);
            slot.Passage.Job.Cancel();
        }
    }

    private void Release(DescribedSlot slot)
    {
        _slots.Remove(slot);
        _context.Free(slot.Sequence);
        _sequences.Push(slot.Sequence);
    }
}
