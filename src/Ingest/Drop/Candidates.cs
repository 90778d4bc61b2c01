using Pipeline.Ingest.Drop.Posix;

namespace Pipeline.Ingest.Drop;

/// <summary>Files that were seen and not taken yet, and the rule by which one is complete: nothing about it changed for the settle time, or its marker says so.</summary>
internal sealed class Candidates(TimeSpan settle, TimeProvider clock)
{
    /// <summary>Some programs make a file first and open it again to fill it: an empty one is believed to be meant so after a minute, at the usual settle time.</summary>
    private const int EmptyFactor = 12;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Candidate> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Candidate> _markers = new(StringComparer.Ordinal);
    private readonly Queue<string> _due = new();
    private long _nextLook = long.MaxValue;

    public int Count => _files.Count;

    public void See(string relative, FileFacts facts)
    {
        var now = clock.GetTimestamp();
        if (DropNames.IsMarker(relative))
        {
            var file = relative[..^DropNames.Marker.Length];
            _markers[file] = _markers.TryGetValue(file, out var known) && known.Facts == facts ? known : new Candidate(facts, now, now, now, 0);
            _nextLook = Math.Min(_nextLook, now);
            return;
        }

        if (_files.TryGetValue(relative, out var seen))
        {
            if (seen.Facts == facts)
            {
                return;
            }

            // Another file under the same name is another file.
            seen = seen with { Facts = facts, StableSince = now, FoundAt = seen.Facts.IsSameFileAs(facts) ? seen.FoundAt : now };
        }
        else
        {
            seen = new Candidate(facts, now, now, now, 0);
        }

        _files[relative] = seen;
        _nextLook = Math.Min(_nextLook, DueAt(relative, seen));
    }

    /// <summary>The next file that is complete and due; null when there is none now.</summary>
    public (string Relative, FileFacts Facts, long FoundAt)? TakeDue()
    {
        while (true)
        {
            while (_due.TryDequeue(out var next))
            {
                if (_files.TryGetValue(next, out var file) && DueAt(next, file) <= clock.GetTimestamp())
                {
                    return (next, file.Facts, file.FoundAt);
                }
            }

            if (clock.GetTimestamp() < _nextLook || !Look())
            {
                return null;
            }
        }
    }

    /// <summary>How long until <see cref="TakeDue"/> may have another answer.</summary>
    public TimeSpan UntilDue => _due.Count > 0 ? TimeSpan.Zero : _nextLook == long.MaxValue ? TimeSpan.MaxValue : Until(_nextLook);

    public TimeSpan OldestAge => _files.Count == 0 ? TimeSpan.Zero : clock.GetElapsedTime(_files.Values.Min(file => file.FoundAt));

    /// <summary>It was taken, or is not there any more.</summary>
    public void Forget(string relative)
    {
        _files.Remove(relative);
        _markers.Remove(DropNames.IsMarker(relative) ? relative[..^DropNames.Marker.Length] : relative);
    }

    /// <summary>Somebody still writes it: the settle time starts anew.</summary>
    public void Unsettle(string relative)
    {
        if (_files.TryGetValue(relative, out var file))
        {
            _markers.Remove(relative);
            Put(relative, file with { StableSince = clock.GetTimestamp() });
        }
    }

    /// <summary>It cannot be taken for now: tried again after a while, twice as long each time.</summary>
    public void Postpone(string relative)
    {
        if (_files.TryGetValue(relative, out var file))
        {
            var pause = Backoff.After(file.Tries, LongestPause);
            Put(relative, file with { Tries = file.Tries + 1, NotBefore = clock.GetTimestamp() + Ticks(pause) });
        }
    }

    /// <summary>After the whole folder was looked through: what was not found is not there.</summary>
    public void ForgetAllBut(IReadOnlySet<string> found)
    {
        foreach (var relative in _files.Keys.Where(file => !found.Contains(file)).ToList())
        {
            _files.Remove(relative);
        }

        foreach (var file in _markers.Keys.Where(file => !found.Contains(file + DropNames.Marker)).ToList())
        {
            _markers.Remove(file);
        }
    }

    /// <summary>Empty markers whose file was taken or never came, seen for so long.</summary>
    public IReadOnlyList<string> OrphanMarkers(TimeSpan seenFor) =>
        [.. from marker in _markers
            where marker.Value.Facts.Size == 0 && !_files.ContainsKey(marker.Key) && clock.GetElapsedTime(marker.Value.FoundAt) >= seenFor
            select marker.Key + DropNames.Marker];

    private bool Look()
    {
        var now = clock.GetTimestamp();
        var due = new List<(long FoundAt, string Relative)>();
        _nextLook = long.MaxValue;
        foreach (var (relative, file) in _files)
        {
            var dueAt = DueAt(relative, file);
            if (dueAt <= now)
            {
                due.Add((file.FoundAt, relative));
            }
            else
            {
                _nextLook = Math.Min(_nextLook, dueAt);
            }
        }

        // First come, first served.
        due.Sort();
        due.ForEach(file => _due.Enqueue(file.Relative));
        return due.Count > 0;
    }

    private void Put(string relative, Candidate file)
    {
        _files[relative] = file;
        _nextLook = Math.Min(_nextLook, DueAt(relative, file));
    }

    // A marker that is older than its file is left from another file of that name, which was taken while we were killed.
    private long DueAt(string relative, Candidate file)
    {
        var complete = _markers.TryGetValue(relative, out var marker) && marker.Facts.IsNoOlderThan(file.Facts)
            ? file.FoundAt
            : file.StableSince + Ticks(file.Facts.Size == 0 ? settle * EmptyFactor : settle);
        return Math.Max(complete, file.NotBefore);
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * clock.TimestampFrequency);

    private TimeSpan Until(long timestamp) =>
        clock.GetTimestamp() is var now && now >= timestamp ? TimeSpan.Zero : clock.GetElapsedTime(now, timestamp);

    private sealed record Candidate(FileFacts Facts, long FoundAt, long StableSince, long NotBefore, int Tries);
}
