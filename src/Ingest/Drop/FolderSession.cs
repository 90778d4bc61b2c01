using Pipeline.Ingest.Drop.Posix;

namespace Pipeline.Ingest.Drop;

/// <summary>Watches one folder for as long as it is there: finds files, waits until they are complete, takes them, and has them worked on.</summary>
internal sealed class FolderSession : IDisposable
{
    private static readonly TimeSpan OrphanAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(20);

    private readonly DropParts _parts;
    private readonly DropFolderOptions _options;
    private readonly WatchedFolder _folder;
    private readonly ProcessingFolder _processing;
    private readonly IChangeHints _hints;
    private readonly Candidates _candidates;
    private readonly FolderScan _scan;
    private readonly ArrivalQueue _queue;
    private readonly FolderGauge _gauge;

    /// <summary>Tries in vain since it was last said, and why the last one was.</summary>
    private (int Count, string Last) _refused = (0, "");

    /// <exception cref="IOException">The folder is not there, cannot be written, or cannot be watched.</exception>
    public FolderSession(DropParts parts, DropFolderOptions options, FolderGauge gauge)
    {
        (_parts, _options, _gauge) = (parts, options, gauge);
        _candidates = new Candidates(options.Settle, parts.Clock);
        _queue = new ArrivalQueue(parts.Clock);
        _folder = WatchedFolder.Open(options.Path);
        _scan = new FolderScan(_folder, options.Settle, parts.Clock);
        try
        {
            _processing = ProcessingFolder.Open(_folder);
            _hints = Watch();
        }
        catch
        {
            _processing?.Dispose();
            _folder.Dispose();
            throw;
        }
    }

    private TimeSpan Rescan => _options.Polling ? _options.PollEvery : _parts.Options.Rescan;

    /// <summary>Returns when the folder is gone or <paramref name="cancellationToken"/> is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var workers = new FolderWorkers(_parts, _options, _processing, new ArrivalIntake(_parts, _options, _folder.Path), new ArrivalMove(_parts, _folder, _processing));
        var working = Enumerable.Range(0, _parts.Options.Readers).Select(_ => Task.Run(() => workers.WorkAsync(_queue, _hints.Wake, ending.Token), CancellationToken.None)).ToArray();
        try
        {
            await LookAsync(ending.Token);
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(working).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        _hints.Dispose();
        _processing.Dispose();
        _folder.Dispose();
    }

    /// <summary>See <see cref="ProcessingFolder.Abandon"/>.</summary>
    internal void Abandon() => _processing.Abandon();

    private IChangeHints Watch()
    {
        if (_options.Polling)
        {
            return new ChangeHints(null);
        }

        try
        {
            return _parts.Hints(_folder.Path);
        }
        catch (IOException)
        {
            // fs.inotify.max_user_watches or max_user_instances is used up: the rescan still finds everything, later.
            Log.NoHints(_parts.Log);
            return new ChangeHints(null);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var rescanned = 0L;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_hints.Take() is not { } changed)
            {
                Log.HintsLost(_parts.Log);
                rescanned = 0;
                changed = [];
            }

            if (rescanned == 0 || _parts.Clock.GetElapsedTime(rescanned) >= Rescan)
            {
                if (!_folder.IsStillThere())
                {
                    return;
                }

                LookThrough();
                rescanned = _parts.Clock.GetTimestamp();
            }
            else
            {
                LookAt(changed);
            }

            await TakeDueAsync();
            var until = Min(_queue.Pump(), Rescan - _parts.Clock.GetElapsedTime(rescanned));
            until = _queue.HasRoom ? Min(until, _candidates.UntilDue) : until;
            _gauge.Set(_candidates.Count + _queue.Count, Max(_candidates.OldestAge, _queue.OldestAge));
            await _hints.WaitAsync(Max(until, ShortestWait), cancellationToken);
        }
    }

    /// <summary>The truth: everything that lies there, and what dead processes left.</summary>
    private void LookThrough()
    {
        var now = _parts.Clock.GetTimestamp();
        foreach (var arrival in _processing.TakeOver(_queue.Has, now))
        {
            _parts.Metrics.TakenOver();
            _queue.Add(arrival, TimeSpan.Zero);
        }

        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (relative, facts) in _scan.Files())
        {
            found.Add(relative);
            _candidates.See(relative, facts);
        }

        _candidates.ForgetAllBut(found);
        foreach (var marker in _candidates.OrphanMarkers(OrphanAfter))
        {
            RemoveMarker(marker);
            _candidates.Forget(marker);
        }

        _gauge.Ignored = _scan.Ignored;
        if (_refused.Count > 0)
        {
            Log.CannotTake(_parts.Log, _refused.Count, _refused.Last);
            _refused = (0, "");
        }
    }

    private void LookAt(IReadOnlyCollection<string> changed)
    {
        foreach (var relative in changed)
        {
            var there = false;
            foreach (var (file, facts) in _scan.FilesAt(relative))
            {
                there = true;
                _candidates.See(file, facts);
            }

            if (!there)
            {
                _candidates.Forget(relative);
            }
        }
    }

    private async Task TakeDueAsync()
    {
        while (_queue.HasRoom && _candidates.TakeDue() is var (relative, facts, foundAt))
        {
            try
            {
                if (IsComplete(relative, facts) && HasRoomFor(relative, facts) && await _processing.ClaimAsync(relative, foundAt, _parts.Reached) is { } arrival)
                {
                    _parts.Metrics.Found();
                    _candidates.Forget(relative);
                    _queue.Add(arrival, TimeSpan.Zero);
                    _queue.Pump();
                    RemoveMarker(relative + DropNames.Marker);
                }
            }
            catch (PosixException e) when (e.Error == PosixException.NotThere)
            {
                // Gone meanwhile, or another process was faster.
                _candidates.Forget(relative);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // May not be read or moved, or lies on another file system: an operator can change that while we go on asking.
                _refused = (_refused.Count + 1, e is PosixException posix ? posix.Message : e.GetType().Name);
                _candidates.Postpone(relative);
            }
        }
    }

    /// <summary>Looks once more, at the open file: since it was seen, it may have changed, or become another.</summary>
    private bool IsComplete(string relative, FileFacts facts)
    {
        var parts = relative.Split('/');
        using var folder = _folder.Root.Find(parts.SkipLast(1)) ?? throw new PosixException(PosixException.NotThere, "opening a folder");
        var now = folder.Look(parts[^1]) ?? throw new PosixException(PosixException.NotThere, "looking at a file");
        if (now.Kind != FileKind.File)
        {
            _candidates.Forget(relative);
            return false;
        }

        if (now != facts)
        {
            _candidates.See(relative, now);
            return false;
        }

        using var file = folder.OpenFile(parts[^1]);
        if (FileFacts.Of(file) == facts && !Writers.HasOne(file))
        {
            return true;
        }

        _candidates.Unsettle(relative);
        return false;
    }

    /// <summary>What could not be stored stays where its sender put it, and can be seen there.</summary>
    private bool HasRoomFor(string relative, FileFacts facts)
    {
        if (_parts.Blobs.FreeBytes() - facts.Size >= _parts.Options.MinFreeBytes)
        {
            return true;
        }

        _refused = (_refused.Count + 1, "too little room for blobs");
        _parts.Metrics.Deferred();
        _candidates.Postpone(relative);
        return false;
    }

    private void RemoveMarker(string relative)
    {
        var parts = relative.Split('/');
        using var folder = _folder.Root.Find(parts.SkipLast(1));
        try
        {
            // Checkpoint: killed before this line, the marker stays; being older than the next file of that name, it says nothing about it.
            folder?.Delete(parts[^1]);
        }
        catch (PosixException)
        {
            // It lies there for the same reason that its file could be taken and it cannot: harmless.
        }
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
