namespace Pipeline.Inference.Scheduling;

/// <summary>Passages that wait for a slot, first come first read. Lanes are threads of their own, so they block here.</summary>
internal sealed class PassageQueue
{
    private readonly object _gate = new();
    private readonly Queue<Passage> _passages = new();
    private bool _closed;

    /// <summary>False once the queue is closed: nobody would read them.</summary>
    public bool TryAdd(IEnumerable<Passage> passages)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            foreach (var passage in passages)
            {
                _passages.Enqueue(passage);
            }

            Monitor.PulseAll(_gate);
            return true;
        }
    }

    /// <summary>The next passage that fits, or null: none is there, or the first one is larger than <paramref name="tokens"/>.</summary>
    public Passage? TryTake(int tokens)
    {
        lock (_gate)
        {
            while (_passages.TryPeek(out var first))
            {
                if (first.Job.Cancelled.IsCancellationRequested)
                {
                    _passages.Dequeue().Job.Cancel();
                }
                else
                {
                    return first.Tokens.Length <= tokens ? _passages.Dequeue() : null;
                }
            }

            return null;
        }
    }

    /// <summary>Waits for work; false once the queue is closed.</summary>
    public bool Wait()
    {
        lock (_gate)
        {
            while (_passages.Count == 0 && !_closed)
            {
                Monitor.Wait(_gate);
            }

            return !_closed;
        }
    }

    /// <summary>Gives the passages that nobody took.</summary>
    public IReadOnlyList<Passage> Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
            Passage[] left = [.. _passages];
            _passages.Clear();
            return left;
        }
    }

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
}
