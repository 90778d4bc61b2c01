namespace Pipeline.Inference.Scheduling;

/// <summary>Passages that wait for a slot: interactive ones first, each kind first come first read. Lanes are threads of their own, so they block here; callers wait for room without a thread.</summary>
internal sealed class PassageQueue
{
    private readonly object _gate = new();
    private readonly QueueLimits _limits;
    private readonly TimeProvider _clock;
    private readonly PassageLine _interactive = new();
    private readonly PassageLine _bulk = new();
    private int _takenSinceBulk;
    private bool _closed;

    public PassageQueue(QueueLimits limits, TimeProvider clock) => (_limits, _clock) = (limits, clock);

    /// <summary>How long a bulk passage stands back.</summary>
    public TimeSpan Patience => _limits.BulkPatience;

    public bool IsClosed
    {
        get
        {
            lock (_gate)
            {
                return _closed;
            }
        }
    }

    /// <summary>Waits until a document may come in; the one that may has to call <see cref="Enter"/>, and the next waits for that.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled while it waited.</exception>
    public async Task WaitForRoomAsync(EnginePriority priority, CancellationToken cancellationToken)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            LineOf(priority).Entrants.AddLast(turn);
            LetIn(LineOf(priority));
        }

        await using var cancelled = cancellationToken.Register(() =>
        {
            lock (_gate)
            {
                // Not there: it was let in just now, and is cancelled as the queue's passages are.
                if (LineOf(priority).Entrants.Remove(turn))
                {
                    turn.SetCanceled(cancellationToken);
                }
            }
        });
        await turn.Task;
    }

    /// <summary>Ends the turn that <see cref="WaitForRoomAsync"/> gave. False once the queue is closed: nobody would read the passages.</summary>
    public bool Enter(EnginePriority priority, IReadOnlyList<Passage> passages)
    {
        lock (_gate)
        {
            var line = LineOf(priority);
            line.IsEntering = false;
            var added = Add(line, passages);
            LetIn(line);
            return added;
        }
    }

    /// <summary>Passages of a document that is being read already: they go before what waits. False once the queue is closed.</summary>
    public bool TryReturn(IReadOnlyList<Passage> passages)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            foreach (var passage in passages.Reverse())
            {
                LineOf(passage.Job.Priority).Waiting.AddFirst((passage, _clock.GetTimestamp()));
            }

            Monitor.PulseAll(_gate);
            return true;
        }
    }

    /// <summary>The next passage that fits, or null: none is there, or the next one is larger than <paramref name="tokens"/>.</summary>
    public Passage? TryTake(int tokens)
    {
        lock (_gate)
        {
            DropCancelled(_interactive);
            DropCancelled(_bulk);
            return Take(Next(), tokens);
        }
    }

    /// <summary>The next passage that fits if it is an interactive one whose turn it is: for it a bulk passage makes way.</summary>
    public Passage? TryTakeInteractive(int tokens)
    {
        lock (_gate)
        {
            if (_interactive.Waiting.Count == 0)
            {
                return null;
            }

            DropCancelled(_interactive);
            return Next() == _interactive ? Take(_interactive, tokens) : null;
        }
    }

    /// <summary>Waits for work; false once the queue is closed.</summary>
    public bool Wait()
    {
        lock (_gate)
        {
            while (_interactive.Waiting.Count + _bulk.Waiting.Count == 0 && !_closed)
            {
                Monitor.Wait(_gate);
            }

            return !_closed;
        }
    }

    /// <summary>Gives the passages that nobody took. Who waits for room is let in, and told then.</summary>
    public IReadOnlyList<Passage> Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
            Passage[] left = [.. _interactive.Waiting.Concat(_bulk.Waiting).Select(w => w.Passage)];
            foreach (var line in new[] { _interactive, _bulk })
            {
                line.Waiting.Clear();
                LetIn(line);
            }

            return left;
        }
    }

    private Passage? Take(PassageLine line, int tokens)
    {
        if (line.Waiting.First?.Value.Passage is not { } passage || passage.Tokens.Length > tokens)
        {
            return null;
        }

        line.Waiting.RemoveFirst();
        _takenSinceBulk = line == _bulk ? 0 : _takenSinceBulk + 1;
        LetIn(line);
        return passage;
    }

    private PassageLine LineOf(EnginePriority priority) => priority == EnginePriority.Interactive ? _interactive : _bulk;

    private bool Add(PassageLine line, IReadOnlyList<Passage> passages)
    {
        if (_closed)
        {
            return false;
        }

        foreach (var passage in passages)
        {
            passage.Entered = _clock.GetTimestamp();
            line.Waiting.AddLast((passage, passage.Entered));
        }

        Monitor.PulseAll(_gate);
        return true;
    }

    private PassageLine Next()
    {
        if (_interactive.Waiting.Count == 0)
        {
            return _bulk;
        }

        var due = _takenSinceBulk >= _limits.BulkShare - 1 && _bulk.Waiting.First is { } oldest && _clock.GetElapsedTime(oldest.Value.Since) >= _limits.BulkPatience;
        return due ? _bulk : _interactive;
    }

    private void LetIn(PassageLine line)
    {
        while (line.Entrants.First is { } first && (_closed || (!line.IsEntering && line.Waiting.Count < _limits.Passages)))
        {
            line.Entrants.RemoveFirst();
            line.IsEntering = true;
            first.Value.SetResult();
        }
    }

    private void DropCancelled(PassageLine line)
    {
        while (line.Waiting.First?.Value.Passage is { } first && first.Job.Cancelled.IsCancellationRequested)
        {
            line.Waiting.RemoveFirst();
            first.Job.Cancel();
            LetIn(line);
        }
    }
}
