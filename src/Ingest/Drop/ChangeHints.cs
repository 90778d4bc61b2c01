namespace Pipeline.Ingest.Drop;

/// <summary>inotify by way of <see cref="FileSystemWatcher"/>.</summary>
internal sealed class ChangeHints : IChangeHints
{
    /// <summary>More than this at once is no hint any more: looking through the folder costs less.</summary>
    private const int Most = 10_000;

    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly FileSystemWatcher? _watcher;
    private HashSet<string> _paths = new(StringComparer.Ordinal);
    private bool _lost;
    private bool _ended;

    /// <param name="path">Null: nothing is told, and only <see cref="Wake"/> ends a wait.</param>
    /// <exception cref="IOException">The system has no more watches to give.</exception>
    public ChangeHints(string? path)
    {
        _path = path ?? "";
        if (path is null)
        {
            return;
        }

        _watcher = new FileSystemWatcher(path) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size };
        _watcher.Created += (_, change) => Add(change.FullPath);
        _watcher.Changed += (_, change) => Add(change.FullPath);
        _watcher.Renamed += (_, change) => Add(change.FullPath);
        _watcher.Deleted += (_, change) => Add(change.FullPath);
        _watcher.Error += (_, _) => Lose();
        _watcher.EnableRaisingEvents = true;
    }

    public IReadOnlyCollection<string>? Take()
    {
        lock (_lock)
        {
            var (paths, lost) = (_paths, _lost);
            _paths = new HashSet<string>(StringComparer.Ordinal);
            _lost = false;
            return lost ? null : paths;
        }
    }

    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => await _changed.WaitAsync(longest, cancellationToken);

    public void Wake()
    {
        lock (_lock)
        {
            if (!_ended && _changed.CurrentCount == 0)
            {
                _changed.Release();
            }
        }
    }

    public void Dispose()
    {
        _watcher?.Dispose();
        lock (_lock)
        {
            // The watcher may still be telling something.
            _ended = true;
            _changed.Dispose();
        }
    }

    private void Add(string path)
    {
        var relative = Path.GetRelativePath(_path, path);
        if (WatchedFolder.IsOurs(relative))
        {
            return;
        }

        lock (_lock)
        {
            _lost |= _paths.Count >= Most;
            if (!_lost)
            {
                _paths.Add(relative);
            }
        }

        Wake();
    }

    private void Lose()
    {
        lock (_lock)
        {
            _lost = true;
        }

        Wake();
    }
}
