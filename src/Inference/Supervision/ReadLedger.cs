namespace Pipeline.Inference.Supervision;

/// <summary>Who waits, who is in flight, and who is suspected of a crash. After a crash the documents that were in flight are read one at a time:
/// the one that crashes the child twice more, alone, is poison; the others were innocent.</summary>
internal sealed class ReadLedger
{
    private const int CrashesThatProve = 2;

    private readonly Lock _gate = new();
    private readonly Queue<PendingRead> _waiting = new();
    private readonly Queue<PendingRead> _suspects = new();
    private readonly Dictionary<long, PendingRead> _inFlight = [];
    private long _nextId;
    private bool _connected = true;

    public bool HasWorkInFlight
    {
        get
        {
            lock (_gate)
            {
                return _inFlight.Count > 0;
            }
        }
    }

    public PendingRead Add(EngineRequest request)
    {
        lock (_gate)
        {
            var read = new PendingRead(_nextId++, request);
            _waiting.Enqueue(read);
            return read;
        }
    }

    /// <summary>What may be sent now. All are in flight from here on.</summary>
    public List<PendingRead> TakeSendable()
    {
        lock (_gate)
        {
            var sendable = new List<PendingRead>();
            if (!_connected)
            {
                return sendable;
            }

            while (_suspects.Count > 0 && _inFlight.Count == 0 && sendable.Count == 0)
            {
                var suspect = _suspects.Dequeue();
                if (!suspect.Completion.Task.IsCompleted)
                {
                    suspect.Alone = true;
                    sendable.Add(suspect);
                }
            }

            var examining = _suspects.Count > 0 || sendable.Count > 0 || _inFlight.Values.Any(r => r.Alone);
            while (!examining && _waiting.TryDequeue(out var read))
            {
                if (!read.Completion.Task.IsCompleted)
                {
                    sendable.Add(read);
                }
            }

            foreach (var read in sendable)
            {
                _inFlight.Add(read.Id, read);
            }

            return sendable;
        }
    }

    /// <summary>Takes a document out of flight; null when nobody waits for it any more.</summary>
    public PendingRead? Land(long id)
    {
        lock (_gate)
        {
            return _inFlight.Remove(id, out var read) ? read : null;
        }
    }

    /// <summary>The child died. Gives the poison, if one was proven, and how many are read again.</summary>
    public (PendingRead? Poison, int Again) Crash()
    {
        lock (_gate)
        {
            _connected = false;
            PendingRead? poison = null;
            foreach (var read in _inFlight.Values.Where(r => r.Alone))
            {
                read.CrashesAlone++;
                poison = read.CrashesAlone >= CrashesThatProve ? read : null;
                read.Alone = false;
            }

            foreach (var read in _inFlight.Values.Where(r => r != poison).OrderBy(r => r.Id))
            {
                _suspects.Enqueue(read);
            }

            var again = _inFlight.Count - (poison is null ? 0 : 1);
            _inFlight.Clear();
            return (poison, again);
        }
    }

    /// <summary>A new child is there: work may be sent again.</summary>
    public void Resume()
    {
        lock (_gate)
        {
            _connected = true;
        }
    }

    public void FailAll(Exception error)
    {
        lock (_gate)
        {
            foreach (var read in _inFlight.Values.Concat(_suspects).Concat(_waiting))
            {
                read.Completion.TrySetException(error);
            }

            _inFlight.Clear();
            _suspects.Clear();
            _waiting.Clear();
        }
    }
}
