using Pipeline.Inference.Protocol;

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
    private FrameStream? _connection;
    private Exception? _closed;

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
            if (_closed is { } reason)
            {
                read.Completion.TrySetException(reason);
            }
            else
            {
                _waiting.Enqueue(read);
            }

            return read;
        }
    }

    /// <summary>What may be sent now, and to which child: to that one only, since after a crash the ledger hands the same reads out again, one at a time.
    /// All are in flight from here on.</summary>
    public Sending TakeSendable()
    {
        lock (_gate)
        {
            var sendable = new List<PendingRead>();
            var idle = _inFlight.Count == 0;
            if (_connection is not { } connection)
            {
                return new Sending(null, sendable, idle);
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

            return new Sending(connection, sendable, idle);
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
            _connection = null;
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

    /// <summary>A child is there: work may be sent to it.</summary>
    public void Connect(FrameStream connection)
    {
        lock (_gate)
        {
            _connection = connection;
        }
    }

    /// <summary>There will be no child any more: all fail, and so does whatever is added from here on.</summary>
    public void Close(Exception error)
    {
        lock (_gate)
        {
            _closed ??= error;
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
